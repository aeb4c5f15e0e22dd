package org.kagiban.cli;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventKind;

/** What an auditor asks about first, when two states of a log are compared. */
enum AuditTopic {
  KEYS_MADE("keysMade", "keys made", EventKind.KEY_GENERATED, EventKind.KEY_IMPORTED),
  KEYS_DESTROYED("keysDestroyed", "keys destroyed", EventKind.KEY_DESTROYED),
  CEREMONIES(
      "ceremonies",
      "ceremonies' steps",
      EventKind.CEREMONY_PROPOSED,
      EventKind.CEREMONY_APPROVED,
      EventKind.CEREMONY_APPROVAL_WITHDRAWN,
      EventKind.CEREMONY_CANCELLED,
      EventKind.CEREMONY_STARTED,
      EventKind.CEREMONY_EXECUTED,
      EventKind.CEREMONY_ABORTED,
      EventKind.COMPONENT_RECEIVED),
  ROLES("roles", "roles changed", EventKind.ROLE_CHANGED),
  POLICIES("policies", "policies changed", EventKind.POLICY_CHANGED),
  SERVER(
      "server",
      "starts, stops, clock and HSM",
      EventKind.LOG_STARTED,
      EventKind.LOG_STOPPED,
      EventKind.CLOCK_STEPPED,
      EventKind.HSM_LOST,
      EventKind.HSM_RESTORED),
  READ("read", "log read or exported", EventKind.LOG_READ, EventKind.LOG_EXPORTED);

  private final String json;
  private final String words;
  private final Set<EventKind> kinds;

  AuditTopic(String json, String words, EventKind... kinds) {
    this.json = json;
    this.words = words;
    this.kinds = Set.of(kinds);
  }

  /** Null for what is only counted. */
  static @Nullable AuditTopic of(EventKind kind) {
    for (AuditTopic topic : values()) {
      if (topic.kinds.contains(kind)) {
        return topic;
      }
    }
    return null;
  }

  String json() {
    return json;
  }

  String words() {
    return words;
  }

  Set<EventKind> kinds() {
    return kinds;
  }
}
