package org.kagiban.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to one PostgreSQL database, with the limits that keep a server which hangs from
 * holding up the others. The password is read anew for each, so that it can be replaced while the
 * server runs. Thread-safe.
 */
final class PostgresConnections {
  private static final String APPLICATION = "kagiban";
  private static final int CONNECT_SECONDS = 5;

  /** Longer than any statement may take: then the network is gone, and not the server slow. */
  private static final int SOCKET_SECONDS = 15;

  /**
   * A transaction that stands still, as when its server was stopped, is undone by the database
   * before those who wait for it give up.
   */
  private static final String LIMITS =
      "SET idle_in_transaction_session_timeout = '1500ms';"
          + "SET lock_timeout = '5s';"
          + "SET statement_timeout = '10s';";

  /** Whatever the role or the database has as its default; remote_apply is more, and stays. */
  private static final String DURABLE =
      "SELECT set_config('synchronous_commit', 'on', false)"
          + " WHERE current_setting('synchronous_commit') <> 'remote_apply'";

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final StoreLocation.Postgres location;

  PostgresConnections(StoreLocation.Postgres location) {
    this.location = location;
  }

  /** A connection that writes; its transactions begin with their first statement. */
  Connection writer() throws SQLException {
    return open(LIMITS, true);
  }

  /** A connection that cannot write. */
  Connection reader() throws SQLException {
    return open(LIMITS + "SET default_transaction_read_only = on;", false);
  }

  /** A connection that cannot write and may take its time. */
  Connection inspector() throws SQLException {
    return open("SET default_transaction_read_only = on;", false);
  }

  private Connection open(String settings, boolean transactions) throws SQLException {
    Connection connection = source(SOCKET_SECONDS).getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(settings + DURABLE);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(!transactions);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Without the limits: a migration may take long. */
  DataSource source() {
    return source(0);
  }

  private DataSource source(int socketSeconds) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(location.url());
    source.setApplicationName(APPLICATION);
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(socketSeconds);
    source.setTcpKeepAlive(true);
    // A broken rule's detail would show a customer's contract id in the log.
    source.setLogServerErrorDetail(false);
    source.setUser(location.user());
    source.setPassword(password());
    if (source.getSslMode() == null && !location.isOnThisMachine()) {
      source.setSslMode("verify-full");
    }
    return source;
  }

  private @Nullable String password() {
    Path file = location.passwordFile();
    if (file == null) {
      return null;
    }
    try {
      for (PosixFilePermission each : Files.getPosixFilePermissions(file)) {
        if (OTHERS.contains(each)) {
          throw new StoreRefusedException(
              "others may read or change the password file " + file + ": chmod 600 " + file);
        }
      }
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new StoreRefusedException("the password file " + file + " cannot be read: " + e, e);
    }
  }

  @Override
  public String toString() {
    return location.toString();
  }
}
