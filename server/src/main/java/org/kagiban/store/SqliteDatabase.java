package org.kagiban.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.Lock;
import org.kagiban.audit.log.SigningTurn;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One SQLite file, held by this process alone. Every commit is on disk when it returns (WAL,
 * synchronous=FULL). Thread-safe; the connections that it gives are not.
 */
final class SqliteDatabase implements Engine {
  /** Folder of its migrations. */
  static final String FOLDER = "sqlite";

  private static final int READERS = 2;

  /** How long one connection waits for another's lock: a checkpoint's, briefly. */
  private static final int BUSY_MILLIS = 2000;

  /** Pages at which a committing thread checkpoints itself, should {@link Checkpointer} be late. */
  private static final int LAST_RESORT_PAGES = 40_000;

  /** 64 MiB, in the unit of PRAGMA cache_size: negative KiB. */
  private static final int WRITER_CACHE = -65_536;

  private static final int READER_CACHE = -8_192;

  /** What the WAL file is cut to when it starts anew. */
  private static final int WAL_BYTES = 256 << 20;

  private final Path file;
  private final DatabaseLock lock;
  private final SQLiteDataSource writers;
  private final SQLiteDataSource readers;
  private final Checkpointer checkpointer;

  private SqliteDatabase(Path file, DatabaseLock lock) throws SQLException {
    this.file = file;
    this.lock = lock;
    String url = "jdbc:sqlite:" + file;
    writers = source(url, writerConfig());
    readers = source(url, readerConfig());
    Migrations.apply(source(url, commonConfig()), FOLDER, file.toString());
    checkpointer = new Checkpointer(source(url, commonConfig()).getConnection());
  }

  /**
   * @throws StoreRefusedException with a sentence for the operator
   */
  static SqliteDatabase open(Path path) {
    Path file = path.toAbsolutePath().normalize();
    try {
      PrivateFiles.createFolderOf(file);
      DatabaseLock lock = DatabaseLock.take(file);
      try {
        PrivateFiles.create(file);
        return new SqliteDatabase(file, lock);
      } catch (IOException | SQLException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException | SQLException e) {
      throw new StoreRefusedException("the database " + file + " cannot be opened: " + e, e);
    }
  }

  /** By {@link WriteTransaction}. */
  @Override
  public Connection writer() throws SQLException {
    return writers.getConnection();
  }

  @Override
  public WriterSession session(Connection writer) throws SQLException {
    return new SqliteSession(writer);
  }

  @Override
  public int readers() {
    return READERS;
  }

  @Override
  public SigningTurn turn() {
    return SigningTurn.ALONE;
  }

  @Override
  public SqlFailure kindOf(SQLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException e
          && (e.getResultCode().code & 0xFF) == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
        return SqlFailure.BROKEN_RULE;
      }
    }
    return SqlFailure.OTHER;
  }

  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public Connection reader() throws SQLException {
    Connection connection = readers.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = true");
    }
    return connection;
  }

  /** In turn with the checkpoints. */
  @Override
  public void write(Runnable transaction) {
    Lock turn = checkpointer.writing();
    turn.lock();
    try {
      transaction.run();
    } finally {
      turn.unlock();
    }
    checkpointer.committed();
  }

  @Override
  public void close() {
    checkpointer.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new IllegalStateException("the lock file cannot be closed", e);
    }
  }

  private static SQLiteDataSource source(String url, SQLiteConfig config) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
    return source;
  }

  private static SQLiteConfig commonConfig() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setJournalSizeLimit(WAL_BYTES);
    config.setTempStore(TempStore.MEMORY);
    config.setGetGeneratedKeys(false);
    config.enforceForeignKeys(true);
    return config;
  }

  private static SQLiteConfig writerConfig() {
    SQLiteConfig config = commonConfig();
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setWalAutocheckpoint(LAST_RESORT_PAGES);
    config.setCacheSize(WRITER_CACHE);
    return config;
  }

  private static SQLiteConfig readerConfig() {
    SQLiteConfig config = commonConfig();
    config.setCacheSize(READER_CACHE);
    return config;
  }
}
