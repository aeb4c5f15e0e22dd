package org.kagiban.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes log lines to standard error from a thread of its own, many with one system call: a line is
 * there within some 10 ms. Lines are dropped rather than calls made to wait for a slow reader:
 * those below WARN when four fifths of the queue are full, the others when all of it is.
 * Thread-safe; logback calls the setter before {@link #start}.
 */
public final class LineAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final int CAPACITY = 8192;
  private static final int AT_ONCE = 1024;

  /** What gathers before it is written; short for who watches, long for who waits for a core. */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long MOST_STOPPING_MILLIS = 2000;

  private final BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final Thread thread = new Thread(this::run, "log-lines");
  private @Nullable Encoder<ILoggingEvent> encoder;
  private volatile boolean stopping;

  /** For logback's configuration. */
  public void setEncoder(Encoder<ILoggingEvent> encoder) {
    this.encoder = encoder;
  }

  @Override
  public void start() {
    if (encoder == null) {
      addError("the appender " + getName() + " has no encoder");
      return;
    }
    super.start();
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    boolean scarce = queue.remainingCapacity() < CAPACITY / 5;
    boolean lesser = !event.getLevel().isGreaterOrEqual(Level.WARN);
    if (!(scarce && lesser)) {
      boolean unused = queue.offer(event);
    }
  }

  private void run() {
    List<ILoggingEvent> batch = new ArrayList<>(AT_ONCE);
    while (!stopping || !queue.isEmpty()) {
      try {
        ILoggingEvent first = queue.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          batch.add(first);
          gather();
          queue.drainTo(batch, AT_ONCE - 1);
          write(batch);
        }
      } catch (InterruptedException e) {
        // It is woken to stop.
      }
      batch.clear();
    }
  }

  private void gather() {
    if (!stopping && queue.size() < AT_ONCE) {
      LockSupport.parkNanos(this, GATHER_NANOS);
    }
  }

  private void write(List<ILoggingEvent> batch) {
    Encoder<ILoggingEvent> to = encoder;
    if (to == null) {
      return;
    }
    lines.reset();
    for (ILoggingEvent event : batch) {
      lines.writeBytes(to.encode(event));
    }
    System.err.write(lines.toByteArray(), 0, lines.size());
    System.err.flush();
  }

  /** Writes what is queued, and ends. */
  @Override
  public void stop() {
    if (!isStarted()) {
      return;
    }
    super.stop();
    stopping = true;
    thread.interrupt();
    try {
      thread.join(MOST_STOPPING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
