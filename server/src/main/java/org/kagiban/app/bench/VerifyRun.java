package org.kagiban.app.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.util.function.LongConsumer;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.tile.TileSource;
import org.kagiban.audit.verify.LogVerifier;
import org.kagiban.audit.verify.Report;

/**
 * What the verification of a whole log took, on one thread.
 *
 * @param perSecond events, by the clock on the wall
 * @param perCpuSecond events, by the thread's CPU time, user and system
 * @param heapMib memory in use after a garbage collection, MiB, at {@link #MARKS} of the way
 */
record VerifyRun(double perSecond, double perCpuSecond, double[] heapMib) {
  /** Percent. */
  static final int[] MARKS = {10, 50, 100};

  private static final double MIB = 1 << 20;

  /**
   * @throws BenchException where anything was found: then something else was measured
   */
  static VerifyRun of(TileSource tiles, SignedCheckpoint checkpoint) throws IOException {
    long size = checkpoint.checkpoint().size();
    Heap heap = new Heap(size);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    Report report = new LogVerifier(tiles, checkpoint).verify(heap);
    long nanos = System.nanoTime() - start - heap.nanos;
    long cpuNanos = threads.getCurrentThreadCpuTime() - cpu - heap.cpuNanos;
    if (!report.clean() || report.events() != size) {
      throw new BenchException(
          "the log does not verify: " + report.findings().stream().limit(3).toList());
    }
    return new VerifyRun(size * 1e9 / nanos, size * 1e9 / cpuNanos, heap.mib);
  }

  /** Looks at the memory on the way, and keeps the time that this takes out of the figures. */
  private static final class Heap implements LongConsumer {
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final double[] mib = new double[MARKS.length];
    private final long size;
    private int mark;
    private long nanos;
    private long cpuNanos;

    private Heap(long size) {
      this.size = size;
    }

    @Override
    public void accept(long events) {
      while (mark < MARKS.length && events * 100 >= size * MARKS[mark]) {
        long cpu = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        memory.gc();
        mib[mark++] = memory.getHeapMemoryUsage().getUsed() / MIB;
        nanos += System.nanoTime() - start;
        cpuNanos += threads.getCurrentThreadCpuTime() - cpu;
      }
    }
  }
}
