package org.kagiban.custody;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.verification.WrappedSeed;

/**
 * Moves seeds between keys and places, inside the HSM. Each moved seed is proved by its key check
 * value, which must be its token's. Thread-safe; futures as in {@link KeyCustody}; one outcome for
 * each input, in order.
 */
public interface SeedMover {
  /** Wraps resident seeds under a KEK; the objects stay. */
  CompletableFuture<List<Outcome>> wrap(List<Token> tokens, String kek);

  /** Wraps stored seeds under another KEK. */
  CompletableFuture<List<Outcome>> rewrap(List<Stored> seeds, String kek);

  /**
   * Makes stored seeds resident objects. One that stands there already with the right key check
   * value stays.
   */
  CompletableFuture<List<Outcome>> keep(List<Stored> seeds);

  /** Destroys resident objects whose seeds are in the store now. Those not there count as gone. */
  CompletableFuture<Void> destroyObjects(List<SeedRef> seeds);

  /** How many resident objects there are. */
  long objects();

  /** The references of resident objects, in their order, after {@code after}, at most so many. */
  List<SeedRef> objects(@Nullable SeedRef after, int limit);

  /** What became of one seed. */
  sealed interface Outcome {
    /**
     * @param row null where the seed is resident now
     */
    record Moved(@Nullable WrappedSeed row) implements Outcome {}

    /**
     * @param reason SEED_MISSING, SEED_UNUSABLE, SEED_NOT_EXTRACTABLE or KCV_DIFFERS
     */
    record Refused(String reason, String message) implements Outcome {}
  }
}
