package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.kagiban.store.TestChange.advance;
import static org.kagiban.store.TestChange.request;
import static org.kagiban.store.TestChange.write;
import static org.kagiban.store.Tokens.NOW;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.verification.Change;
import org.kagiban.verification.OverloadedException;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TokenLedger.Committed;
import org.kagiban.verification.UnavailableException;

/** The contract on SQLite, and what its committer adds. */
final class SqliteLedgerTest extends TokenLedgerContract {
  private static final int CAPACITY = 1000;

  @TempDir private Path folder;

  private final MutableClock clock = new MutableClock(NOW);

  /** Added to the committer's idea of how long things take. */
  private final AtomicLong lost = new AtomicLong();

  private SqlLedger ledger;

  @BeforeEach
  void open() {
    StoreConfig config =
        new StoreConfig(
            new StoreLocation.SqliteFile(folder.resolve("kagiban.db")),
            512,
            CAPACITY,
            Duration.ofMinutes(1),
            Duration.ofHours(24));
    ledger = new SqlLedger(config, clock, () -> System.nanoTime() + lost.get(), each -> each);
  }

  @AfterEach
  @Override
  void close() {
    ledger.close();
  }

  @Override
  TokenLedger ledger() {
    return ledger;
  }

  @Override
  void reopen() {
    close();
    open();
  }

  @Override
  List<byte[]> events() {
    List<byte[]> events = get(ledger.readEvents(0, 10_000));
    assertThat(get(ledger.eventCount())).isEqualTo(events.size());
    return events;
  }

  @Test
  void readEvents_fromTheMiddle_givesThatPart() {
    for (int i = 0; i < 5; i++) {
      commit(write(fresh(i)));
    }
    List<byte[]> all = events();
    List<byte[]> part = get(ledger.readEvents(1, 3));
    assertThat(part).usingElementComparator(java.util.Arrays::compare).isEqualTo(all.subList(1, 4));
  }

  @Test
  void latestEventTime_isThatOfTheLastEvent() {
    assertThat(get(ledger.latestEventTime())).isNull();
    commit(write(fresh(1)));
    assertThat(get(ledger.latestEventTime())).isEqualTo(NOW);
  }

  @Test
  void submit_requestOlderThanTheRetention_isForgotten() {
    commit(write(fresh(1)));
    commit(advance(id(1)).as(request("old", 1)));
    clock.advance(Duration.ofHours(23));
    commit(advance(id(1)).as(request("young", 1)));
    clock.advance(Duration.ofHours(2));
    await().until(() -> !commit(advance(id(1)).as(request("old", 1))).repeated());
    assertThat(commit(advance(id(1)).as(request("young", 1))).repeated()).isTrue();
  }

  @Test
  void submit_queueFull_isOverloadedAndLosesNothing() {
    List<CompletableFuture<Committed>> waiting = new ArrayList<>();
    Gate.hold(
        ledger,
        () -> {
          for (int i = 0; i < CAPACITY; i++) {
            waiting.add(ledger.submit(write(fresh(i))));
          }
          assertThat(failureOf(ledger.submit(write(fresh(CAPACITY)))))
              .isInstanceOf(OverloadedException.class);
        });
    waiting.forEach(LedgerHarness::get);
    assertThat(find(id(CAPACITY - 1))).isNotNull();
    assertThat(find(id(CAPACITY))).isNull();
  }

  @Test
  void submit_changeThatWaitedTooLong_isUnavailableAndNotDecided() {
    List<String> decided = new ArrayList<>();
    Change late =
        new TestChange(
            null,
            Set.of(),
            Set.of(),
            view -> {
              decided.add("late");
              return TestChange.decided();
            });
    List<CompletableFuture<Committed>> waiting = new ArrayList<>();
    Gate.hold(
        ledger,
        () -> {
          waiting.add(ledger.submit(late));
          lost.set(Duration.ofMinutes(2).toNanos());
        });
    assertThat(failureOf(waiting.get(0))).isInstanceOf(UnavailableException.class);
    commit(write(fresh(1)));
    assertThat(decided).isEmpty();
  }

  @Test
  void healthy_whileATransactionHangs_isFalse() {
    Gate.hold(
        ledger,
        () -> {
          assertThat(ledger.healthy()).isTrue();
          lost.set(Duration.ofMinutes(2).toNanos());
          assertThat(ledger.healthy()).isFalse();
        });
    await().until(ledger::healthy);
    get(ledger.ping());
    ledger.close();
    assertThat(ledger.healthy()).isFalse();
  }
}
