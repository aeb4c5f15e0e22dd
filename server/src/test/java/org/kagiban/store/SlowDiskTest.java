package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.kagiban.store.LedgerHarness.failureOf;
import static org.kagiban.store.LedgerHarness.get;
import static org.kagiban.store.TestChange.advance;
import static org.kagiban.store.TestChange.write;
import static org.kagiban.store.Tokens.NOW;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.verification.OverloadedException;
import org.kagiban.verification.TokenLedger.Committed;
import org.kagiban.verification.UnavailableException;

/** A disk that takes its time, and one that takes no more writes (invariant fail-closed). */
final class SlowDiskTest {
  private static final int QUEUE = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @TempDir private Path folder;

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final AtomicLong ticker = new AtomicLong();

  private SqlLedger open(SqlLedger.Fault fault) {
    StoreConfig usual = StoreConfig.at(folder.resolve("kagiban.db"));
    StoreConfig config =
        new StoreConfig(
            usual.database(), usual.batchSize(), QUEUE, PATIENCE, usual.requestRetention());
    return new SqlLedger(config, clock, ticker::get, fault);
  }

  private static long watermark(SqlLedger ledger) {
    return get(ledger.find(id(1))).state().watermark();
  }

  @Test
  void submit_whileTheDiskHangs_isBoundedAndNothingIsDoneTwice() {
    HeldCommit disk = new HeldCommit();
    try (SqlLedger ledger = open(disk)) {
      get(ledger.submit(write(fresh(1))));
      long before = watermark(ledger);
      disk.hold();
      CompletableFuture<Committed> hanging = ledger.submit(advance(id(1)));
      disk.awaitCommit();
      List<CompletableFuture<Committed>> waiting =
          IntStream.range(0, QUEUE)
              .mapToObj(i -> ledger.submit(advance(id(1)).as(TestChange.request("waits-" + i, i))))
              .toList();
      // Early: it does not wait for the disk to be told so.
      assertThat(failureOf(ledger.submit(advance(id(1))))).isInstanceOf(OverloadedException.class);
      assertThat(ledger.healthy()).isTrue();
      ticker.addAndGet(PATIENCE.toNanos() + 1);
      assertThat(ledger.healthy()).isFalse();
      assertThat(watermark(ledger)).as("read, and not written yet").isEqualTo(before);

      disk.release();
      get(hanging);
      assertThat(waiting)
          .allSatisfy(each -> assertThat(failureOf(each)).isInstanceOf(UnavailableException.class));
      assertThat(watermark(ledger)).isEqualTo(before + 1);
      await().until(ledger::healthy);
      // Repeated by a channel that had no answer.
      Committed again = get(ledger.submit(advance(id(1)).as(TestChange.request("waits-0", 0))));
      assertThat(
              get(ledger.submit(advance(id(1)).as(TestChange.request("waits-0", 0))))
                  .answer()
                  .event())
          .isEqualTo(again.answer().event());
      assertThat(watermark(ledger)).isEqualTo(before + 2);
      assertThat(get(ledger.eventCount())).isEqualTo(3);
    }
  }

  /** As a file system that turned read-only after an error: SQLite refuses each write. */
  private static SqlLedger.Fault readOnly(AtomicBoolean disk) {
    return connections ->
        () -> {
          Connection connection = connections.open();
          refuseWrites(connection, disk.get());
          return connection;
        };
  }

  private static void refuseWrites(Connection connection, boolean refuse) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = " + refuse);
    }
  }

  @Test
  void submit_readOnly_isUnavailable_andRecoversWhenItCanBeWritten() {
    AtomicBoolean disk = new AtomicBoolean();
    try (SqlLedger ledger = open(readOnly(disk))) {
      get(ledger.submit(write(fresh(1))));
    }
    disk.set(true);
    try (SqlLedger ledger = open(readOnly(disk))) {
      long before = watermark(ledger);
      assertThat(failureOf(ledger.submit(advance(id(1)))))
          .isInstanceOf(UnavailableException.class)
          .hasMessage("the store cannot be written");
      assertThat(ledger.healthy()).isFalse();
      assertThat(watermark(ledger)).isEqualTo(before);

      disk.set(false);
      await().atMost(1, TimeUnit.MINUTES).until(ledger::healthy);
      get(ledger.submit(advance(id(1))));
      assertThat(watermark(ledger)).isEqualTo(before + 1);
    }
  }
}
