package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagiban.store.LedgerHarness.get;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening a database: pragmas, file modes, versions, and who may hold it. */
final class SqliteDatabaseTest {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("state/kagiban.db");
  }

  private SqlLedger open() {
    return new SqlLedger(StoreConfig.at(file), Clock.systemUTC());
  }

  private static String pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void writer_isDurableAndSafe() throws SQLException {
    try (SqliteDatabase database = SqliteDatabase.open(file);
        Connection writer = database.writer()) {
      assertThat(pragma(writer, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(writer, "synchronous")).as("FULL").isEqualTo("2");
      assertThat(pragma(writer, "foreign_keys")).isEqualTo("1");
      assertThat(pragma(writer, "busy_timeout")).isEqualTo("2000");
      assertThat(pragma(writer, "wal_autocheckpoint")).isEqualTo("40000");
    }
  }

  @Test
  void reader_cannotWrite() throws SQLException {
    try (SqliteDatabase database = SqliteDatabase.open(file);
        Connection reader = database.reader();
        Statement statement = reader.createStatement()) {
      assertThatThrownBy(() -> statement.executeUpdate("UPDATE probe SET probed_at = 1"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("readonly");
    }
  }

  @Test
  void open_everyFile_isTheOwnersAlone() throws IOException {
    try (SqlLedger ledger = open()) {
      get(ledger.ping());
      try (Stream<Path> files = Files.list(file.getParent())) {
        List<Path> all = files.toList();
        assertThat(all).hasSize(4);
        for (Path each : all) {
          assertThat(Files.getPosixFilePermissions(each)).as(each.toString()).isEqualTo(OWNER_ONLY);
        }
      }
    }
  }

  @Test
  void open_fileThatOthersCanRead_isClosedToThem() throws IOException {
    open().close();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    open().close();
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(OWNER_ONLY);
  }

  @Test
  void close_leavesOneFileThatNeedsNoRecovery() throws IOException {
    try (SqlLedger ledger = open()) {
      get(ledger.submit(TestChange.write(Tokens.fresh(1))));
    }
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("kagiban.db", "kagiban.db.lock");
    }
  }

  @Test
  void open_databaseHeldByThisProcess_isRefused() {
    try (SqlLedger ledger = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreRefusedException.class)
          .hasMessageContaining("is held by another kagiban server");
      get(ledger.ping());
    }
    open().close();
  }

  @Test
  void open_databaseHeldByAnotherProcess_isRefused() throws Exception {
    try (SqlLedger ledger = open();
        ChildProcess child = new ChildProcess(file, 0)) {
      assertThat(child.end()).contains("is held by another kagiban server");
      assertThat(child.exitCode()).isEqualTo(LedgerChild.REFUSED);
      get(ledger.ping());
    }
  }

  @Test
  void open_databaseOfANewerVersion_isRefused() throws SQLException {
    open().close();
    execute(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, installed_on, execution_time, success)"
            + " VALUES (99, '99', 'future', 'SQL', 'V99__future.sql', 1, '', '2030-01-01 00:00:00.000', 1, 1)");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("written by a newer kagiban: its schema is 99, this version knows 6");
  }

  @Test
  void open_changedMigration_isRefused() throws SQLException {
    open().close();
    execute("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '1'");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("cannot be brought to this version");
  }

  @Test
  void open_fileThatIsNoDatabase_isRefusedAndLeftAsItIs() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "This is not a database, but somebody's letter. ".repeat(100));
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("kagiban.db");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void open_folderThatCannotBeMade_isRefused() throws IOException {
    Files.writeString(folder.resolve("state"), "in the way");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void rowWriter_countsTheRowsThatItWrote() throws SQLException {
    try (RowWriter writer = new RowWriter(file, 10)) {
      assertThat(writer.run(25, 10)).isPositive();
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT (SELECT count(*) FROM raw_entry),"
                    + " (SELECT count(*) FROM raw_state WHERE watermark > 0)")) {
      row.next();
      assertThat(row.getInt(1)).isEqualTo(25);
      assertThat(row.getInt(2)).isEqualTo(10);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
