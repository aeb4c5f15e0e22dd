package org.kagiban.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;

/** A disk that fails at a commit: the next one, once, after it was told to. */
final class CommitFault implements SqlLedger.Fault {
  /** Whether the transaction reaches the disk all the same. */
  enum When {
    BEFORE,
    AFTER
  }

  private final AtomicReference<When> next = new AtomicReference<>();

  void failNext(When when) {
    next.set(when);
  }

  @Override
  public ConnectionSource in(ConnectionSource connections) {
    return () -> wrap(connections.open());
  }

  private Connection wrap(Connection connection) {
    InvocationHandler handler =
        (proxy, method, args) -> {
          boolean commits = method.getName().equals("setAutoCommit") && args[0].equals(true);
          When fault = commits ? next.getAndSet(null) : null;
          if (fault == When.BEFORE) {
            throw new SQLException("the disk failed before the commit");
          }
          try {
            Object result = method.invoke(connection, args);
            if (fault == When.AFTER) {
              throw new SQLException("the disk failed after the commit");
            }
            return result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
  }
}
