package org.kagiban.campaign;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Asks again for what nobody had an answer to, several at a time, for there may be a thousand.
 * Given up only where no request at all has had an answer for long: that is what "not serving"
 * means, not that they are many or the machine is slow.
 */
final class Asking {
  private static final int THREADS = 8;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Queue<Operation> open;
  private final BiPredicate<Operation, Integer> ask;
  private final AtomicInteger server = new AtomicInteger();
  private volatile long lastAnswer = System.nanoTime();

  /**
   * @param ask asks a server for one, and says whether there was an answer
   */
  Asking(Collection<Operation> open, BiPredicate<Operation, Integer> ask) {
    this.open = new ConcurrentLinkedQueue<>(open);
    this.ask = ask;
  }

  /**
   * Returns false where it was given up.
   *
   * @param meanwhile what to do over and over
   */
  boolean run(Faults.Deed meanwhile) throws Exception {
    List<Thread> threads = new ArrayList<>();
    IntStream.range(0, THREADS).forEach(i -> threads.add(new Thread(this::askAll, "asking-" + i)));
    threads.forEach(Thread::start);
    while (threads.stream().anyMatch(Thread::isAlive)) {
      meanwhile.run();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return open.isEmpty();
  }

  private void askAll() {
    for (Operation next = open.poll(); next != null; next = open.poll()) {
      while (!ask.test(next, server.getAndIncrement() % World.SERVERS)) {
        if (System.nanoTime() - lastAnswer > PATIENCE_NANOS) {
          open.add(next);
          return;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      lastAnswer = System.nanoTime();
    }
  }
}
