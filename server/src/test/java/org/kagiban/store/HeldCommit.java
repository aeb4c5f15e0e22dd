package org.kagiban.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A disk that hangs in a commit, from when it is told to until it is let go. */
final class HeldCommit implements SqlLedger.Fault {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicReference<CountDownLatch> held = new AtomicReference<>();

  /** At the next commit, once. */
  void hold() {
    held.set(released);
  }

  void awaitCommit() {
    await(reached);
  }

  void release() {
    released.countDown();
  }

  @Override
  public ConnectionSource in(ConnectionSource connections) {
    return () -> wrap(connections.open());
  }

  private Connection wrap(Connection connection) {
    InvocationHandler handler =
        (proxy, method, args) -> {
          boolean commits = method.getName().equals("setAutoCommit") && args[0].equals(true);
          CountDownLatch wait = commits ? held.getAndSet(null) : null;
          if (wait != null) {
            reached.countDown();
            await(wait);
          }
          try {
            return method.invoke(connection, args);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException("nobody comes");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
