package org.kagiban.rpc;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.kagiban.verification.OverloadedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads for what reads the log's files, which the event loop must not wait for. Thread-safe. */
final class AuditThreads {
  private static final Logger LOG = LoggerFactory.getLogger(AuditThreads.class);
  private static final int THREADS = 2;
  private static final int QUEUE = 256;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          task -> daemon(task, "audit-reader"));

  AuditThreads() {
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Something that reads the log. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  /** Something that tells its caller as it goes. */
  @FunctionalInterface
  interface Telling {
    void tell() throws IOException;
  }

  /** A short reading; completes exceptionally as {@link Faults} expects it. */
  <T> CompletableFuture<T> read(Reading<T> reading) {
    try {
      return CompletableFuture.supplyAsync(() -> run(reading), threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new OverloadedException("audit"));
    }
  }

  private static <T> T run(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw AuditFaults.unreadable(e);
    }
  }

  /**
   * A long one, on a thread of its own.
   *
   * @param room one permit is taken already; given back before the call ends
   */
  static void tell(
      String name, CallRecord call, ResponseStream<?> output, Semaphore room, Telling telling) {
    daemon(() -> run(call, output, room, telling), name).start();
  }

  private static void run(
      CallRecord call, ResponseStream<?> output, Semaphore room, Telling telling) {
    RuntimeException failure = null;
    try {
      telling.tell();
    } catch (IOException e) {
      failure = AuditFaults.unreadable(e);
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      // Before the answer's end: whoever has it may ask for the next.
      room.release();
    }
    if (failure == null) {
      output.complete();
    } else if (failure instanceof CancellationException) {
      LOG.info("{}: {}", call.method(), failure.getMessage());
      output.fail(AuditFaults.stalled());
    } else {
      output.fail(Faults.of(failure, call));
    }
  }

  /** For {@link Telling}: the result, or what the future failed with. */
  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
