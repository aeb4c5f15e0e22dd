package org.kagiban.app.bench;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.TreeHasher;

/**
 * The events of a server that verifies codes: it starts, its tokens are made and enrolled, and from
 * then on the tokens take turns. Chained as the store would. Holds 40 bytes a token. Not
 * thread-safe.
 */
final class SyntheticEvents {
  /** Events that make a token: its key, the code that enrols it, the enrolment. */
  static final int EVENTS_A_TOKEN = 3;

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String INSTITUTION = "bench-bank";
  private static final String CALLER = "internet-banking";

  private final TreeHasher hasher = new TreeHasher();
  private final int tokens;
  private final long[] sequences;
  private final byte[] heads;
  private long next;

  SyntheticEvents(int tokens) {
    this.tokens = tokens;
    this.sequences = new long[tokens];
    this.heads = new byte[tokens * Hash.SIZE];
  }

  /** One event each millisecond. */
  static Instant time(long index) {
    return START.plusMillis(index);
  }

  /** Follows from the index, so that nobody has to keep ten million of them. */
  static EventId id(long index) {
    long mixed = mix(index);
    long high = (time(index).toEpochMilli() << 16) | 0x7000 | (mixed >>> 52);
    long low = 0x8000_0000_0000_0000L | ((mixed << 12 >>> 2) & ~0xFFL);
    return new EventId(new UUID(high, low));
  }

  /** SplitMix64's finalizer: looks random, and is the same in every run. */
  private static long mix(long seed) {
    long z = (seed + 1) * 0x9E37_79B9_7F4A_7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }

  /** The next event's canonical bytes. */
  byte[] next() {
    long index = next++;
    if (index == 0) {
      return EventEncoding.encode(
          AuditEvent.of(EventKind.LOG_STARTED, id(0), time(0))
              .with(EventField.VERSION, "bench")
              .build());
    }
    long made = (long) tokens * EVENTS_A_TOKEN;
    int token = (int) (index <= made ? (index - 1) / EVENTS_A_TOKEN : index % tokens);
    return chained(token, index <= made ? making(index, token) : used(index, token, "verify"));
  }

  private AuditEvent making(long index, int token) {
    return switch ((int) ((index - 1) % EVENTS_A_TOKEN)) {
      case 0 -> about(EventKind.KEY_GENERATED, index, token).build();
      case 1 -> used(index, token, "enroll");
      default ->
          about(EventKind.TOKEN_ENROLLED, index, token)
              .with(EventField.SUBSCRIBER, "K-" + token)
              .build();
    };
  }

  private AuditEvent used(long index, int token, String operation) {
    return about(EventKind.KEY_USED, index, token)
        .with(EventField.CALLER, CALLER)
        .with(EventField.REQUEST, new UUID(mix(index), index) + "-" + index)
        .with(EventField.OPERATION, operation)
        .with(EventField.PURPOSE, "login")
        .with(EventField.VERDICT, "ACCEPTED")
        .with(EventField.MECHANISM, "CKM_SHA_1_HMAC")
        .with(EventField.HMACS, 1)
        .build();
  }

  private AuditEvent.Builder about(EventKind kind, long index, int token) {
    String id = "BENC%08d".formatted(token);
    return AuditEvent.of(kind, id(index), time(index))
        .with(EventField.TOKEN, id)
        .with(EventField.KEY, id)
        .with(EventField.INSTITUTION, INSTITUTION);
  }

  private byte[] chained(int token, AuditEvent event) {
    int at = token * Hash.SIZE;
    long sequence = ++sequences[token];
    byte[] previous = sequence == 1 ? null : Arrays.copyOfRange(heads, at, at + Hash.SIZE);
    byte[] entry = EventEncoding.encode(event.chained(sequence, previous));
    hasher.leaf(entry, 0, entry.length, heads, at);
    return entry;
  }
}
