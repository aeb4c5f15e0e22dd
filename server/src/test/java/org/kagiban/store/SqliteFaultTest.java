package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.kagiban.store.LedgerHarness.failureOf;
import static org.kagiban.store.LedgerHarness.get;
import static org.kagiban.store.TestChange.write;
import static org.kagiban.store.Tokens.NOW;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.verification.TokenLedger.Committed;
import org.kagiban.verification.UnavailableException;

/** Faults that SQLite itself reports (invariant fail-closed). */
final class SqliteFaultTest {
  private static final int MOST_UNTIL_FULL = 10_000;

  @TempDir private Path folder;

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

  private Path file() {
    return folder.resolve("kagiban.db");
  }

  private SqlLedger open(SqlLedger.Fault fault) {
    return new SqlLedger(StoreConfig.at(file()), clock, System::nanoTime, fault);
  }

  /** The database may not grow while the disk is full. */
  private static SqlLedger.Fault full(AtomicBoolean disk) {
    return connections ->
        () -> {
          Connection connection = connections.open();
          if (disk.get()) {
            try (Statement statement = connection.createStatement()) {
              statement.execute("PRAGMA max_page_count = 1");
            }
          }
          return connection;
        };
  }

  private static int writeUntilItFails(SqlLedger ledger) {
    int number = 0;
    while (number < MOST_UNTIL_FULL) {
      CompletableFuture<Committed> future = ledger.submit(ChainChange.make(fresh(number)));
      try {
        get(future);
      } catch (RuntimeException e) {
        assertThat(failureOf(future)).isInstanceOf(UnavailableException.class);
        return number;
      }
      number++;
    }
    throw new AssertionError("the disk was not full after " + number + " changes");
  }

  @Test
  void submit_diskFull_isUnavailableAndWritesNothing_andRecoversWhenThereIsRoom()
      throws SQLException {
    AtomicBoolean disk = new AtomicBoolean(true);
    try (SqlLedger ledger = open(full(disk))) {
      int written = writeUntilItFails(ledger);
      assertThat(ledger.healthy()).isFalse();
      assertThat(get(ledger.find(id(written)))).isNull();
      assertThat(get(ledger.eventCount())).isEqualTo(written);

      disk.set(false);
      await().until(ledger::healthy);
      get(ledger.submit(ChainChange.make(fresh(written))));
      assertThat(get(ledger.find(id(written)))).isEqualTo(fresh(written));
      assertThat(StoredHeads.requireAsTheEntriesSay(file())).hasSize(written + 1);
      assertThat(get(ledger.eventCount())).isEqualTo(written + 1L);
    }
  }

  @Test
  void submit_databaseLockedByAnother_isUnavailable_andRecoversWhenItIsFree() throws SQLException {
    try (SqlLedger ledger = open(each -> each)) {
      get(ledger.submit(write(fresh(1))));
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        List<CompletableFuture<Committed>> futures =
            IntStream.range(2, 5).mapToObj(i -> ledger.submit(write(fresh(i)))).toList();
        assertThat(futures)
            .allSatisfy(
                each -> assertThat(failureOf(each)).isInstanceOf(UnavailableException.class));
        assertThat(failureOf(ledger.ping())).isInstanceOf(UnavailableException.class);
        assertThat(ledger.healthy()).isFalse();
        assertThat(get(ledger.find(id(1)))).isEqualTo(fresh(1));
        statement.execute("ROLLBACK");
      }
      await().atMost(Duration.ofSeconds(30)).until(ledger::healthy);
      get(ledger.submit(write(fresh(5))));
      assertThat(get(ledger.find(id(2)))).isNull();
      assertThat(get(ledger.eventCount())).isEqualTo(2);
    }
  }

  @Test
  void submit_commitFailedAfterAWrite_isNotSeenByLaterChanges() {
    AtomicBoolean disk = new AtomicBoolean(false);
    try (SqlLedger ledger = open(full(disk))) {
      get(ledger.submit(write(fresh(1))));
    }
    disk.set(true);
    try (SqlLedger ledger = open(full(disk))) {
      int written = writeUntilItFails(ledger);
      disk.set(false);
      await().until(ledger::healthy);
      // The committer decided the failed change once, and must not remember it.
      assertThat(failureOf(ledger.submit(TestChange.advance(id(written)))))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void find_damagedRow_isUnavailable() throws SQLException {
    try (SqlLedger ledger = open(each -> each)) {
      get(ledger.submit(write(fresh(1), fresh(2))));
    }
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.execute("UPDATE token SET institution = '?!' WHERE token_id = '" + id(1) + "'");
    }
    try (SqlLedger ledger = open(each -> each)) {
      assertThat(failureOf(ledger.find(id(1)))).isInstanceOf(UnavailableException.class);
      assertThat(failureOf(ledger.submit(TestChange.advance(id(1)))))
          .isInstanceOf(UnavailableException.class);
      get(ledger.submit(TestChange.advance(id(2))));
      assertThat(ledger.healthy()).isTrue();
    }
  }
}
