package org.kagiban.custody.ceremony;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;

/**
 * Ceremonies and keys in the store. Thread-safe; futures as in {@link
 * org.kagiban.verification.TokenLedger}.
 */
public interface CeremonyLedger {
  /** A ceremony as last committed, null where there is none. */
  CompletableFuture<@Nullable Ceremony> find(CeremonyId id);

  /**
   * The latest ceremonies, the newest proposal first.
   *
   * @param limit 1 to 1000
   */
  CompletableFuture<List<Ceremony>> latest(int limit);

  /** All keys, by label. */
  CompletableFuture<List<CustodyKey>> keys();

  /**
   * Decides and commits a change of one ceremony: atomic, one after another with all other changes
   * of the store, on disk before the future completes. Where {@code change} throws, nothing is
   * written and the future completes with what it threw.
   *
   * @param change pure and quick: no I/O
   */
  CompletableFuture<Ceremony> submit(CeremonyId id, Change change);

  /** One change. */
  @FunctionalInterface
  interface Change {
    Decision decide(View view);
  }

  /** The rows as of the change's place in the order of changes. */
  interface View {
    /** The ceremony that the change is about, null where it is new. */
    @Nullable Ceremony ceremony();

    /** Null where there is none. */
    default @Nullable CustodyKey key(String label) {
      return Keys.find(keys(), label);
    }

    /** All keys, by label. */
    List<CustodyKey> keys();

    /** How many wrapped seeds there are under each KEK. */
    Map<String, Long> wrappedSeeds();
  }

  /**
   * What was decided.
   *
   * @param write the ceremony as it is from now on
   * @param keys those that are new or changed
   * @param events at least one
   */
  record Decision(Ceremony write, List<CustodyKey> keys, List<AuditEvent> events) {
    public Decision {
      keys = List.copyOf(keys);
      events = List.copyOf(events);
      if (events.isEmpty()) {
        throw new IllegalArgumentException("a decision without an event");
      }
    }
  }
}
