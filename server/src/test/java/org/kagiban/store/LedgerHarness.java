package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.store.Tokens.id;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.Change;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TokenLedger.Committed;

/** A ledger under test, of any engine, and what tests ask of it. */
abstract class LedgerHarness {
  /** The ledger under test, open. */
  abstract TokenLedger ledger();

  /** Closes the ledger and opens it on the same data. */
  abstract void reopen();

  abstract void close();

  /** All events, in the order of the log. */
  abstract List<byte[]> events();

  static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(120, TimeUnit.SECONDS).join();
  }

  static Throwable failureOf(CompletableFuture<?> future) {
    try {
      Object result = get(future);
      throw new AssertionError("expected a failure, got " + result);
    } catch (CompletionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  Committed commit(Change change) {
    return get(ledger().submit(change));
  }

  /** Submits changes so that they share a batch. */
  List<CompletableFuture<Committed>> commitTogether(Change... changes) {
    List<CompletableFuture<Committed>> futures = new ArrayList<>();
    Gate.hold(
        ledger(),
        () -> {
          for (Change change : changes) {
            futures.add(ledger().submit(change));
          }
        });
    return futures;
  }

  @Nullable Token find(TokenId id) {
    return get(ledger().find(id));
  }

  long watermark(TokenId id) {
    return Objects.requireNonNull(find(id)).state().watermark();
  }

  static void assertRepeats(Committed second, Committed first) {
    assertThat(second.repeated()).isTrue();
    assertThat(second.writes()).isEmpty();
    assertThat(second.answer()).usingRecursiveComparison().isEqualTo(first.answer());
  }
}
