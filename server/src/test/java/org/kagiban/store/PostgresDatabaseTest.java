package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.log.SigningTurn;
import org.kagiban.audit.log.SigningTurn.Taken;

/** Opening a PostgreSQL database: what is refused, and what every connection is set to. */
final class PostgresDatabaseTest {
  private static final PostgresTestServer SERVER = PostgresTestServer.get();

  @TempDir private Path folder;

  private static void open(StoreLocation.Postgres database) {
    new SqlLedger(StoreConfig.at(database), Clock.systemUTC()).close();
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + name)) {
      row.next();
      return row.getString(1);
    }
  }

  private Path password(String text, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void writer_isDurableWhateverTheDatabasesDefault_andLimited() throws SQLException {
    StoreLocation.Postgres database = SERVER.database();
    SERVER.execute("ALTER DATABASE " + name(database) + " SET synchronous_commit = off");
    SERVER.execute(
        "ALTER DATABASE " + name(database) + " SET default_transaction_isolation = serializable");
    try (PostgresDatabase opened = PostgresDatabase.open(database);
        Connection writer = opened.writer()) {
      assertThat(setting(writer, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(writer, "fsync")).isEqualTo("on");
      assertThat(setting(writer, "transaction_isolation")).isEqualTo("read committed");
      assertThat(setting(writer, "lock_timeout")).isEqualTo("5s");
      assertThat(setting(writer, "statement_timeout")).isEqualTo("10s");
      assertThat(setting(writer, "idle_in_transaction_session_timeout")).isEqualTo("1500ms");
    }
  }

  @Test
  void writer_ofADatabaseThatWaitsForItsStandbysToApply_keepsThat() throws SQLException {
    StoreLocation.Postgres database = SERVER.database();
    SERVER.execute("ALTER DATABASE " + name(database) + " SET synchronous_commit = remote_apply");
    try (PostgresDatabase opened = PostgresDatabase.open(database);
        Connection writer = opened.writer()) {
      assertThat(setting(writer, "synchronous_commit")).isEqualTo("remote_apply");
    }
  }

  private static String name(StoreLocation.Postgres database) {
    return database.url().substring(database.url().lastIndexOf('/') + 1);
  }

  @Test
  void reader_cannotWrite() throws SQLException {
    try (PostgresDatabase opened = PostgresDatabase.open(SERVER.database());
        Connection reader = opened.reader();
        Statement statement = reader.createStatement()) {
      assertThatThrownBy(() -> statement.executeUpdate("UPDATE probe SET probed_at = 1"))
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void open_wrongPassword_isRefusedWithoutShowingIt() throws IOException {
    StoreLocation.Postgres database = SERVER.location("postgres");
    Path file = password("letmein-4711", "rw-------");
    StoreLocation.Postgres wrong = new StoreLocation.Postgres(database.url(), "admin", file);
    assertThatThrownBy(() -> open(wrong))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("password authentication failed")
        .hasMessageContaining("store.password-file")
        .hasMessageNotContaining("4711")
        .hasStackTraceContaining("28P01");
  }

  @Test
  void open_passwordThatOthersCanRead_isRefused() throws IOException {
    StoreLocation.Postgres database = SERVER.location("postgres");
    Path file = password("test", "rw-r-----");
    assertThatThrownBy(() -> open(new StoreLocation.Postgres(database.url(), "admin", file)))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void open_noSuchDatabase_isRefused() {
    assertThatThrownBy(() -> open(SERVER.location("nowhere")))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("\"nowhere\" does not exist")
        .hasMessageContaining("make the database first");
  }

  @Test
  void open_nobodyListens_isRefused() {
    String url = "jdbc:postgresql://127.0.0.1:1/kagiban?sslrootcert=x";
    assertThatThrownBy(() -> open(new StoreLocation.Postgres(url, "admin", null)))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/kagiban cannot be opened")
        .hasMessageNotContaining("sslrootcert=x")
        .hasMessageContaining("correct store.url");
  }

  @Test
  void open_overANetwork_asksForTlsWithACertificateThatIsKnown() {
    // The server listens here too, and speaks no TLS.
    String url = SERVER.location("postgres").url().replace("127.0.0.1", "127.0.0.2");
    assertThatThrownBy(() -> open(new StoreLocation.Postgres(url, "admin", null)))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("does not support SSL");
  }

  @Test
  void open_databaseThatIsNotUtf8_isRefused() {
    StoreLocation.Postgres latin =
        SERVER.database("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    assertThatThrownBy(() -> open(latin))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("encoding is LATIN1")
        .hasMessageContaining("ENCODING 'UTF8'");
  }

  @Test
  void open_databaseThatIsReadOnly_isRefused() {
    StoreLocation.Postgres database = SERVER.database();
    SERVER.execute("ALTER DATABASE " + name(database) + " SET default_transaction_read_only = on");
    assertThatThrownBy(() -> open(database))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("targetServerType=primary");
  }

  @Test
  void open_databaseOfANewerVersion_isRefused() {
    StoreLocation.Postgres database = SERVER.database();
    open(database);
    PostgresTestServer.execute(
        database,
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " VALUES (99, '99', 'future', 'SQL', 'V99__future.sql', 1, '', 1, true)");
    assertThatThrownBy(() -> open(database))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("written by a newer kagiban: its schema is 99");
  }

  @Test
  void location_asText_hasNoParameters() {
    assertThat(new StoreLocation.Postgres("jdbc:postgresql://db/k?sslkey=/secret", "u", null))
        .hasToString("the database jdbc:postgresql://db/k");
    assertThatThrownBy(() -> new StoreLocation.Postgres("jdbc:sqlite:x", "u", null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The grants of the README, as they stand there. */
  @Test
  void open_asARoleWithTheRightsOfTheReadmeAlone_serves_andCannotChangeAnEvent() throws Exception {
    StoreLocation.Postgres database = SERVER.database();
    open(database);
    SERVER.execute(
        "CREATE ROLE kagiban_serving LOGIN PASSWORD '" + PostgresTestServer.PASSWORD + "'");
    PostgresTestServer.execute(database, grants());
    StoreLocation.Postgres serving =
        new StoreLocation.Postgres(database.url(), "kagiban_serving", database.passwordFile());
    try (SqlLedger ledger = new SqlLedger(StoreConfig.at(serving), Clock.systemUTC())) {
      LedgerHarness.get(ledger.submit(ChainChange.make(Tokens.fresh(1))));
      LedgerHarness.get(ledger.submit(ChainChange.use(Tokens.id(1))));
      LedgerHarness.get(ledger.ping());
      ledger.events().forget(1);
      try (SigningTurn turn = ledger.turn()) {
        assertThat(turn.take()).isEqualTo(Taken.ANEW);
      }
    }
    try (Connection connection =
            DriverManager.getConnection(
                serving.url(), serving.user(), PostgresTestServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      for (String sql :
          new String[] {"UPDATE event SET position = 7", "DROP TABLE event", "TRUNCATE event"}) {
        assertThatThrownBy(() -> statement.execute(sql))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
      }
    }
  }

  private static String grants() throws IOException {
    String readme =
        Files.readString(
            Path.of("src/main/java/org/kagiban/store/README.md"), StandardCharsets.UTF_8);
    Matcher grants = Pattern.compile("^ {6}GRANT [^;]*;$", Pattern.MULTILINE).matcher(readme);
    return grants.results().map(MatchResult::group).collect(Collectors.joining("\n"));
  }
}
