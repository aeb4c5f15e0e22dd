package org.kagiban.custody.ceremony;

import java.util.concurrent.CompletableFuture;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.Patience;

/** A key that the HSM refuses is the ceremony's refusal, KEY_REFUSED. */
final class Refusals {
  private Refusals() {}

  static CeremonyRefusedException of(KeyRefusedException refused) {
    CeremonyRefusedException told =
        new CeremonyRefusedException("KEY_REFUSED", String.valueOf(refused.getMessage()));
    told.initCause(refused);
    return told;
  }

  /** For chains of futures. */
  static <T> CompletableFuture<T> told(CompletableFuture<T> future) {
    return future.exceptionallyCompose(
        failure -> {
          Throwable cause = Patience.cause(failure);
          return CompletableFuture.failedFuture(
              cause instanceof KeyRefusedException refused ? of(refused) : cause);
        });
  }
}
