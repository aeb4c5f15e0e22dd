package org.kagiban.app;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Watches a part of the server by asking it over and over. Each look starts a question where the
 * last one is answered; a part that has not answered for three looks counts as lost. Thread-safe.
 */
final class PartWatch implements BooleanSupplier {
  private static final int PATIENCE = 3;

  private final BooleanSupplier sound;
  private final Supplier<CompletableFuture<Void>> question;
  private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);
  private boolean answered = true;
  private int unanswered;

  /**
   * @param sound what the part knows of itself, asked first; quick
   * @param question asks it to do something small
   */
  PartWatch(BooleanSupplier sound, Supplier<CompletableFuture<Void>> question) {
    this.sound = sound;
    this.question = question;
  }

  @Override
  public synchronized boolean getAsBoolean() {
    if (asked.isDone()) {
      answered = !asked.isCompletedExceptionally();
      unanswered = 0;
      asked = question.get();
    } else {
      unanswered++;
    }
    return sound.getAsBoolean() && answered && unanswered < PATIENCE;
  }
}
