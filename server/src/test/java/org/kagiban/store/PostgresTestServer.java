package org.kagiban.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL for all tests of this JVM, started by the first that asks. Thread-safe. */
public final class PostgresTestServer {
  static final String ADMIN = "admin";
  static final String PASSWORD = "test";

  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static @Nullable PostgresTestServer instance;

  private final PostgresProcess process;
  private final Path passwordFile;

  private PostgresTestServer(PostgresProcess process, Path passwordFile) {
    this.process = process;
    this.passwordFile = passwordFile;
  }

  public static synchronized PostgresTestServer get() {
    PostgresTestServer server = instance;
    if (server == null) {
      server = start();
      instance = server;
    }
    return server;
  }

  /** On a thread that lives as long as the JVM: the server ends with the thread that started it. */
  private static PostgresTestServer start() {
    CountDownLatch started = new CountDownLatch(1);
    PostgresTestServer[] made = new PostgresTestServer[1];
    Exception[] failed = new Exception[1];
    Thread thread =
        Daemons.thread(
            "postgres",
            () -> {
              try {
                made[0] = new PostgresTestServer(PostgresProcess.start(), passwordFile());
              } catch (IOException | InterruptedException | RuntimeException e) {
                failed[0] = e;
              }
              started.countDown();
              while (true) {
                LockSupport.park(started);
              }
            });
    thread.start();
    try {
      started.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failed[0] != null) {
      throw new IllegalStateException("no PostgreSQL for the tests", failed[0]);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(made[0]::stop));
    return made[0];
  }

  private static Path passwordFile() throws IOException {
    Path file =
        Files.createTempFile(
            "kagiban-",
            ".password",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, PASSWORD + "\n");
  }

  /** Ends the server as a crash does; all databases are away until {@link #startAgain}. */
  void kill() throws InterruptedException {
    process.kill();
  }

  void startAgain() throws IOException, InterruptedException {
    process.launch();
  }

  private void stop() {
    try {
      process.stop();
      Files.delete(passwordFile);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the tests' PostgreSQL does not stop", e);
    }
  }

  /** An empty database of its own. */
  public StoreLocation.Postgres database() {
    return database("");
  }

  /**
   * @param with what ends CREATE DATABASE
   */
  StoreLocation.Postgres database(String with) {
    String name = "test" + DATABASES.incrementAndGet();
    execute("CREATE DATABASE " + name + " " + with);
    return location(name);
  }

  /** Empties a database, which takes less than to make another. */
  static void empty(StoreLocation.Postgres database) {
    execute(
        database,
        "DELETE FROM seed; DELETE FROM token; DELETE FROM request; DELETE FROM event;"
            + "DELETE FROM key_chain; DELETE FROM custody_key; DELETE FROM ceremony_act;"
            + "DELETE FROM ceremony; DELETE FROM setting;"
            + "UPDATE log_turn SET holder = '', expires_at = now(), signed_size = NULL,"
            + " signed_root = NULL");
  }

  StoreLocation.Postgres location(String database) {
    return new StoreLocation.Postgres(url(database), ADMIN, passwordFile);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + process.port() + "/" + database;
  }

  void execute(String sql) {
    execute(location("postgres"), sql);
  }

  static void execute(StoreLocation.Postgres database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Connection connect(StoreLocation.Postgres database) throws SQLException {
    return DriverManager.getConnection(database.url(), ADMIN, PASSWORD);
  }
}
