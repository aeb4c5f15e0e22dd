package org.kagiban.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/** A disk whose commits a test gets hold of. */
abstract class CommitTrap implements SqlLedger.Fault {
  /**
   * @param commit does it
   * @return what {@code commit} returned
   */
  abstract Object commit(Callable<Object> commit) throws Exception;

  @Override
  public final ConnectionSource in(ConnectionSource connections) {
    return () -> wrap(connections.open());
  }

  private Connection wrap(Connection connection) throws SQLException {
    InvocationHandler handler =
        (proxy, method, args) -> {
          Callable<Object> call = () -> method.invoke(connection, args);
          boolean commits = method.getName().equals("setAutoCommit") && args[0].equals(true);
          try {
            return commits ? commit(call) : call.call();
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
  }
}
