package org.kagiban.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.EventSource;
import org.kagiban.custody.ceremony.CustodyKey;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Looks at a database without changing anything, beside a server that has it open or while none
 * has. Of one thread.
 */
public final class StoreInspection implements EventSource, AutoCloseable {
  private static final int MOST_FAULTS = 5;
  private static final int BUSY_MILLIS = 5000;

  private final Kind kind;
  private final DataSource source;
  private final Connection connection;
  private final String name;

  private StoreInspection(Kind kind, DataSource source, Connection connection, String name) {
    this.kind = kind;
    this.source = source;
    this.connection = connection;
    this.name = name;
  }

  /**
   * What differs by engine.
   *
   * @param migrations their folder
   * @param first a statement after which all is of one moment
   */
  private record Kind(String migrations, String first) {
    static final Kind SQLITE =
        new Kind(SqliteDatabase.FOLDER, "SELECT count(*) FROM sqlite_master");
    static final Kind POSTGRESQL = new Kind(PostgresDatabase.FOLDER, "SELECT 1");
  }

  /**
   * Opens a database that is there.
   *
   * @throws StoreRefusedException with a sentence for the operator
   */
  public static StoreInspection open(StoreLocation location) {
    return location instanceof StoreLocation.Postgres postgres
        ? open(postgres)
        : open(((StoreLocation.SqliteFile) location).path());
  }

  private static StoreInspection open(StoreLocation.Postgres location) {
    PostgresConnections connections = new PostgresConnections(location);
    try {
      Connection connection = connections.inspector();
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return new StoreInspection(
          Kind.POSTGRESQL, connections.source(), connection, connections.toString());
    } catch (SQLException e) {
      throw PostgresDatabase.refused(connections, e);
    }
  }

  private static StoreInspection open(Path path) {
    Path file = path.toAbsolutePath().normalize();
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + uri(file));
    String name = "the database " + file;
    try {
      return new StoreInspection(Kind.SQLITE, source, source.getConnection(), name);
    } catch (SQLException e) {
      throw new StoreRefusedException(name + " cannot be read: " + e, e);
    }
  }

  /** A file that nobody has open and that has no WAL is read as it is: else SQLite makes one. */
  private static String uri(Path file) {
    boolean still =
        holder(file).isEmpty() && !Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    return "file:" + file.toUri().getRawPath() + (still ? "?immutable=1" : "");
  }

  /** The process that has the database open; empty where none has, or nothing tells. */
  public static OptionalLong holder(Path database) {
    return LockHolder.of(database.toAbsolutePath().normalize());
  }

  /** Of a PostgreSQL database: its server's version. */
  public String version() {
    return server().version();
  }

  /** Of a PostgreSQL database: why a server would not use it, a sentence each. */
  public List<String> refusals() {
    List<String> refusals = new ArrayList<>(server().refusals());
    // This connection alone is set to read only.
    refusals.removeIf(each -> each.equals(PostgresServer.READ_ONLY) && !server().isStandby());
    return refusals;
  }

  private PostgresServer server() {
    try {
      return PostgresServer.of(connection);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** Of a PostgreSQL database: the process that signs the log now; empty where none does. */
  public OptionalLong signer() {
    return ask(
        "SELECT holder FROM log_turn WHERE id = 1 AND expires_at >= now()",
        rows ->
            rows.next()
                ? OptionalLong.of(Long.parseLong(rows.getString(1).split("/", -1)[0]))
                : OptionalLong.empty());
  }

  /**
   * What SQLite finds wrong with its file, at most {@value #MOST_FAULTS}; empty where it is sound.
   *
   * @param deep also compares every index with its table; slow
   */
  public List<String> faults(boolean deep) {
    return ask(
        "PRAGMA " + (deep ? "integrity_check" : "quick_check") + "(" + MOST_FAULTS + ")",
        rows -> {
          List<String> faults = new ArrayList<>();
          while (rows.next()) {
            if (!rows.getString(1).equals("ok")) {
              faults.add(rows.getString(1));
            }
          }
          return faults;
        });
  }

  /**
   * Migrations that this version knows and the database has not had.
   *
   * @throws StoreRefusedException where a newer version wrote it
   */
  public List<String> pendingMigrations() {
    return Migrations.pending(source, kind.migrations(), name);
  }

  /**
   * Time of the last event, null where there is none.
   *
   * @throws StoreRefusedException also where it is no event
   */
  public @Nullable Instant latestEvent() {
    try {
      return session(session -> Optional.ofNullable(session.events().latestTime())).orElse(null);
    } catch (IllegalArgumentException e) {
      throw new StoreRefusedException(
          "the last event in " + name + " is none: " + e.getMessage(), e);
    }
  }

  /** The custodians' keys that the database knows of. */
  public List<CustodyKey> keys() {
    return session(session -> session.ceremonies().keys());
  }

  /** From now on all that is read is of this moment, until it is called again. */
  public void look() {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      connection.setAutoCommit(false);
      boolean unused = ask(kind.first(), ResultSet::next);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  @Override
  public long size() {
    return ask("SELECT coalesce(max(position) + 1, 0) FROM event", StoreInspection::number);
  }

  @Override
  public long first() {
    return ask("SELECT coalesce(min(position), 0) FROM event", StoreInspection::number);
  }

  @Override
  public List<byte[]> read(long from, int limit) throws IOException {
    try {
      return new EventTable(connection).read(from, limit);
    } catch (SQLException | IllegalArgumentException e) {
      throw new IOException("the events cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void forget(long before) {
    throw new UnsupportedOperationException("an inspection changes nothing");
  }

  @FunctionalInterface
  private interface Reading<I, T> {
    T of(I in) throws SQLException;
  }

  private static long number(ResultSet rows) throws SQLException {
    rows.next();
    return rows.getLong(1);
  }

  private <T> T ask(String sql, Reading<ResultSet, T> reading) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return reading.of(rows);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** Its statements fit this version's tables only, so it is made when needed. */
  private <T> T session(Reading<ReaderSession, T> reading) {
    try (ReaderSession session = new ReaderSession(source.getConnection())) {
      return reading.of(session);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private StoreRefusedException refused(SQLException e) {
    return new StoreRefusedException(name + " cannot be read: " + e, e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw refused(e);
    }
  }
}
