package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.log.Sequencer;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreConfig;
import org.kagiban.verification.Journal;
import org.kagiban.verification.TrustedClock;

/** The real database and folder: what is signed leaves the database, and nothing is missed. */
class BoundedDatabaseTest {
  private static final int EVENTS = 20_000;

  @TempDir private Path folder;

  private final TestSigner signer = TestSigner.of("log.example");
  private final List<EventId> ids = new ArrayList<>();

  @Test
  void database_afterTwentyThousandEvents_holdsABoundedRest_andAllReadsGoOn() throws Exception {
    TileFiles files = TileFiles.durable(folder.resolve("audit"));
    try (SqlLedger ledger = open()) {
      Sequencer log = Sequencer.open(ledger.events(), files, signer);
      for (int i = 0; i < 10; i++) {
        write(ledger, EVENTS / 10);
        assertThat(log.step()).isNotNull();
        assertThat(rows()).isLessThanOrEqualTo(4096 + 1024 + EVENTS / 10);
      }
    }
    assertThat(rows()).isLessThanOrEqualTo(4096 + 1024);
    try (SqlLedger ledger = open()) {
      assertThat(ledger.events().size()).isEqualTo(EVENTS);
      assertThat(ledger.latestEventTime().join()).isNotNull();
      Sequencer log = Sequencer.open(ledger.events(), files, signer);
      assertThat(log.signedSize()).isEqualTo(EVENTS);
      write(ledger, 1);
      assertThat(log.step()).isNotNull();
    }
    TrustedKeys keys = TrustedKeys.of(signer.verifier());
    LogReader reader = LogReader.open(files, keys.open(Objects.requireNonNull(files.checkpoint())));
    assertThat(reader.size()).isEqualTo(EVENTS + 1);
    for (int i = 0; i <= EVENTS; i += 1000) {
      long index = reader.locate(ids.get(i)).orElseThrow();
      assertThat(reader.event(index).id()).isEqualTo(ids.get(i));
      assertThat(reader.prove(index).verify(keys).checkpoint().size()).isEqualTo(EVENTS + 1);
    }
  }

  private SqlLedger open() {
    return new SqlLedger(StoreConfig.at(folder.resolve("kagiban.db")), Clock.systemUTC());
  }

  private void write(SqlLedger ledger, int count) {
    Journal journal =
        new Journal(ledger, new TrustedClock(Clock.systemUTC(), System::nanoTime, Instant.EPOCH));
    List<CompletableFuture<EventId>> written = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      written.add(
          journal.write(
              EventKind.KEY_USED,
              event -> event.with(EventField.KEY, "key-" + number % 10).with(EventField.HMACS, 1)));
    }
    written.forEach(id -> ids.add(id.join()));
  }

  private long rows() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("kagiban.db"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM event")) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }
}
