package org.kagiban.audit.verify;

import static org.kagiban.audit.EventField.*;
import static org.kagiban.audit.EventKind.*;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;

/** Writes events as the server does, each second one, to be changed before they are signed. */
final class Story {
  static final String T1 = "VSST00000001";
  static final String T2 = "VSST00000002";
  static final String T3 = "VSST00000003";
  static final String T4 = "VSST00000004";

  final List<AuditEvent> events = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T09:00:00Z");

  /** A server's first days, with all that may happen to a token, a key and a ceremony. */
  static Story whole() {
    Story story = new Story();
    story.begins().lives().rotates();
    for (int i = 0; i < 600; i++) {
      story.use("verify", T2, "ACCEPTED", 1);
    }
    return story;
  }

  Story begins() {
    add(LOG_STARTED, VERSION, "1");
    add(HSM_LOGIN, PARTITION, "bank");
    add(POLICY_CHANGED, OBJECT, "custody", VALUE, "approvals=2 approval-hours=24");
    ceremony("c1", "partition-keys", () -> madeKeys("c1", "kagiban-request", "kagiban-binding"));
    ceremony("c2", "checkpoint-key", () -> madeKeys("c2", "kagiban-checkpoint"));
    ceremony(
        "c3",
        "kek-generation",
        () -> {
          key(COMPONENT_RECEIVED, "kagiban-kek-1", "c3", 9);
          key(KEY_GENERATED, "kagiban-kek-1", "c3", 1);
          key(KEY_ACTIVATED, "kagiban-kek-1", "c3", 1);
        });
    ceremony(
        "c4",
        "seed-batch",
        () -> {
          add(SEED_BATCH_STARTED, CEREMONY, "c4", HASH, bytes(77));
          for (String token : List.of(T1, T2, T3)) {
            add(
                KEY_IMPORTED,
                TOKEN,
                token,
                KEY,
                token,
                KCV,
                bytes(3),
                CEREMONY,
                "c4",
                KEK,
                "kagiban-kek-1");
          }
          add(SEED_BATCH_FINISHED, CEREMONY, "c4", HASH, bytes(77), LOADED, 3L);
        });
    return this;
  }

  Story lives() {
    add(KEY_GENERATING, TOKEN, T4, KEY, T4, REQUEST, "r");
    add(KEY_GENERATED, TOKEN, T4, KEY, T4, REQUEST, "r", KCV, bytes(4), KEK, "kagiban-kek-1");
    use("enroll", T1, "ACCEPTED", 1).token(TOKEN_ENROLLED, T1, "enroll");
    use("verify", T1, "ACCEPTED", 1).use("verify", T1, "WRONG_CODE", 3);
    token(TOKEN_LOCKED, T1, "verify").use("verify", T1, "LOCKED", 3);
    use("verify", T1, "ACCEPTED", 1).token(TOKEN_UNLOCKED, T1, "verify");
    token(TOKEN_UNLOCKED, T1, "unlock");
    token(TOKEN_SUSPENDED, T1, "suspend").use("verify", T1, "SUSPENDED", 1);
    token(TOKEN_RESUMED, T1, "resume");
    token(TEMPORARY_CODE_ISSUED, T1, "issue-temporary-code");
    use("verify", T1, "ACCEPTED", 0).token(TEMPORARY_CODE_USED, T1, "verify");
    use("verify-transaction", T1, "WRONG_CODE", 3).use("verify-transaction", T1, "ACCEPTED", 1);
    use("replace", T2, "ACCEPTED", 1).token(TOKEN_ENROLLED, T2, "replace");
    token(TOKEN_UNENROLLED, T1, "replace").token(TOKEN_SUSPENDED, T1, "replace");
    token(TOKEN_RETIRED, T1, "retire");
    add(KEY_DESTROYED, TOKEN, T1, KEY, T1);
    use("verify", T1, "NOT_ENROLLED", 0);
    use("enroll", T3, "ACCEPTED", 1).token(TOKEN_ENROLLED, T3, "enroll");
    token(TOKEN_UNENROLLED, T3, "retire").token(TOKEN_RETIRED, T3, "retire");
    add(KEY_DESTROYED, TOKEN, T3, KEY, T3);
    add(REQUEST_REFUSED, TOKEN, "VSST99999999", REQUEST, "r", VERDICT, "UNKNOWN_TOKEN");
    add(LOG_STOPPED);
    return add(LOG_STARTED, VERSION, "1");
  }

  Story rotates() {
    ceremony("c5", "kek-generation", () -> madeKeys("c5", "kagiban-kek-2"));
    ceremony(
        "c6",
        "kek-rotation",
        () -> {
          key(KEY_ACTIVATED, "kagiban-kek-2", "c6", 1)
              .key(KEY_DEACTIVATED, "kagiban-kek-1", "c6", 1);
          rewrapped(T2);
          add(LOG_STARTED, VERSION, "1");
          act(CEREMONY_STARTED, "c6", "kek-rotation", "anna");
          rewrapped(T4);
        });
    ceremony("c7", "key-destruction", () -> key(KEY_DESTROYED, "kagiban-kek-1", "c7", 1));
    act(CEREMONY_PROPOSED, "c8", "import-key", "anna").approve("c8", "import-key", "ben");
    act(CEREMONY_APPROVAL_WITHDRAWN, "c8", "import-key", "ben");
    act(CEREMONY_CANCELLED, "c8", "import-key", "anna");
    open("c9", "import-key");
    return act(CEREMONY_ABORTED, "c9", "import-key", "ben");
  }

  private void rewrapped(String token) {
    add(KEY_REWRAPPED, TOKEN, token, KEY, token, CEREMONY, "c6", KEK, "kagiban-kek-2");
  }

  private void madeKeys(String ceremony, String... labels) {
    for (String label : labels) {
      key(KEY_GENERATED, label, ceremony, 1);
    }
  }

  Story ceremony(String id, String kind, Runnable work) {
    open(id, kind);
    work.run();
    return act(CEREMONY_EXECUTED, id, kind, "anna");
  }

  /** Proposed, approved by two, begun. */
  Story open(String id, String kind) {
    act(CEREMONY_PROPOSED, id, kind, "anna").approve(id, kind, "ben").approve(id, kind, "cleo");
    return act(CEREMONY_STARTED, id, kind, "anna");
  }

  Story act(EventKind act, String id, String kind, String person) {
    return add(act, CEREMONY, id, OPERATION, kind, PERSON, person, HASH, bytes(id.hashCode()));
  }

  Story approve(String id, String kind, String person) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now.plusSeconds(3600));
    return add(
        CEREMONY_APPROVED,
        CEREMONY,
        id,
        OPERATION,
        kind,
        PERSON,
        person,
        HASH,
        bytes(id.hashCode()),
        EXPIRES,
        micros);
  }

  Story key(EventKind kind, String label, String ceremony, int kcv) {
    return add(kind, KEY, label, KCV, bytes(kcv), CEREMONY, ceremony, PERSON, "anna");
  }

  Story token(EventKind kind, String token, String operation) {
    return add(kind, TOKEN, token, KEY, token, REQUEST, "r", OPERATION, operation);
  }

  Story use(String operation, String token, String verdict, long hmacs) {
    return add(
        KEY_USED,
        TOKEN,
        token,
        KEY,
        token,
        REQUEST,
        "r",
        CALLER,
        "atm",
        INSTITUTION,
        "bank",
        OPERATION,
        operation,
        VERDICT,
        verdict,
        MECHANISM,
        "CKM_SHA_1_HMAC",
        HMACS,
        hmacs);
  }

  Story add(EventKind kind, Object... fields) {
    return add(event(kind, now, fields));
  }

  private Story add(AuditEvent event) {
    events.add(event);
    now = now.plusSeconds(1);
    return this;
  }

  static byte[] bytes(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return bytes;
  }

  /** An event with fields and their values by turns. */
  static AuditEvent event(EventKind kind, Instant time, Object... fields) {
    AuditEvent.Builder event = AuditEvent.of(kind, EventId.at(time), time);
    for (int i = 0; i < fields.length; i += 2) {
      EventField field = (EventField) fields[i];
      if (fields[i + 1] instanceof String text) {
        event.with(field, text);
      } else if (fields[i + 1] instanceof Long number) {
        event.with(field, number);
      } else {
        event.with(field, (byte[]) fields[i + 1]);
      }
    }
    return event.build();
  }

  /** Where the first such event is. */
  int index(EventKind kind, EventField field, String value) {
    return index(event -> event.kind() == kind && value.equals(event.text(field)));
  }

  int index(Predicate<AuditEvent> which) {
    for (int i = 0; i < events.size(); i++) {
      if (which.test(events.get(i))) {
        return i;
      }
    }
    throw new IllegalStateException("no such event");
  }

  /** Leaves the first such event out. */
  Story without(EventKind kind, EventField field, String value) {
    events.remove(index(kind, field, value));
    return this;
  }

  /** Puts an event in before an index, at the time of the one that stands there. */
  Story put(int index, EventKind kind, Object... fields) {
    events.add(index, event(kind, events.get(index).time(), fields));
    return this;
  }

  /** The first such event with other values. */
  Story with(EventKind kind, EventField field, String value, Object... fields) {
    int index = index(kind, field, value);
    AuditEvent old = events.get(index);
    AuditEvent.Builder event = AuditEvent.of(kind, old.id(), old.time());
    for (EventField each : EventField.values()) {
      switch (each.type()) {
        case TEXT -> event.with(each, old.text(each));
        case NUMBER -> copyNumber(event, old, each);
        case BYTES -> copyBytes(event, old, each);
      }
    }
    AuditEvent changes = event(kind, old.time(), fields);
    for (int i = 0; i < fields.length; i += 2) {
      EventField each = (EventField) fields[i];
      switch (each.type()) {
        case TEXT -> event.with(each, changes.text(each));
        case NUMBER -> copyNumber(event, changes, each);
        case BYTES -> copyBytes(event, changes, each);
      }
    }
    events.set(index, event.build());
    return this;
  }

  private static void copyNumber(AuditEvent.Builder to, AuditEvent from, EventField field) {
    Long number = from.number(field);
    if (number != null) {
      to.with(field, number.longValue());
    }
  }

  private static void copyBytes(AuditEvent.Builder to, AuditEvent from, EventField field) {
    byte[] bytes = from.bytes(field);
    if (bytes != null) {
      to.with(field, bytes);
    }
  }
}
