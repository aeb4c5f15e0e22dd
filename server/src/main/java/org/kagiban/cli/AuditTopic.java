package org.kagiban.cli;

import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventKind;

/** What an auditor asks about first, when two states of a log are compared. */
enum AuditTopic {
  KEYS_MADE("keysMade", "keys made"),
  KEYS_DESTROYED("keysDestroyed", "keys destroyed"),
  CEREMONIES("ceremonies", "ceremonies' steps"),
  ROLES("roles", "roles changed"),
  POLICIES("policies", "policies changed"),
  SERVER("server", "starts, stops, clock and HSM"),
  READ("read", "log read or exported");

  private final String json;
  private final String words;

  AuditTopic(String json, String words) {
    this.json = json;
    this.words = words;
  }

  /** Null for what is only counted. */
  static @Nullable AuditTopic of(EventKind kind) {
    return switch (kind) {
      case KEY_GENERATED, KEY_IMPORTED -> KEYS_MADE;
      case KEY_DESTROYED -> KEYS_DESTROYED;
      case CEREMONY_PROPOSED,
          CEREMONY_APPROVED,
          CEREMONY_APPROVAL_WITHDRAWN,
          CEREMONY_CANCELLED,
          CEREMONY_STARTED,
          CEREMONY_EXECUTED,
          CEREMONY_ABORTED,
          COMPONENT_RECEIVED ->
          CEREMONIES;
      case ROLE_CHANGED -> ROLES;
      case POLICY_CHANGED -> POLICIES;
      case LOG_STARTED, LOG_STOPPED, CLOCK_STEPPED, HSM_LOST, HSM_RESTORED -> SERVER;
      case LOG_READ, LOG_EXPORTED -> READ;
      default -> null;
    };
  }

  String json() {
    return json;
  }

  String words() {
    return words;
  }
}
