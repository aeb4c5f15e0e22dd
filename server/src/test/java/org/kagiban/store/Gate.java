package org.kagiban.store;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.kagiban.verification.Change;
import org.kagiban.verification.TokenLedger;

/** Holds the committer inside a change, so that what comes next gathers in one batch. */
final class Gate {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  /** Runs something while the committer is held. */
  static void hold(TokenLedger ledger, Runnable meanwhile) {
    Gate gate = new Gate();
    var unused = ledger.submit(gate.change());
    await(gate.entered);
    try {
      meanwhile.run();
    } finally {
      gate.opened.countDown();
    }
  }

  private Change change() {
    return new TestChange(
        null,
        Set.of(),
        Set.of(),
        view -> {
          entered.countDown();
          await(opened);
          return TestChange.decided();
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(120, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the committer does not come");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
