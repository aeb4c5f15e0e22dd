package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.kagiban.store.LedgerHarness.failureOf;
import static org.kagiban.store.LedgerHarness.get;
import static org.kagiban.store.PostgresTestServer.ADMIN;
import static org.kagiban.store.PostgresTestServer.PASSWORD;
import static org.kagiban.store.TestChange.advance;
import static org.kagiban.store.TestChange.request;
import static org.kagiban.store.TestChange.write;
import static org.kagiban.store.Tokens.enrolled;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;
import static org.kagiban.store.Tokens.subscriber;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kagiban.verification.TokenLedger.Committed;
import org.kagiban.verification.UnavailableException;

/**
 * Several servers on one database (invariants once, safe-retry, logged, fail-closed), and what the
 * database's end does to them.
 */
final class PostgresServersTest {
  private static final PostgresTestServer SERVER = PostgresTestServer.get();
  private static final StoreLocation.Postgres DATABASE = SERVER.database();
  private static final int SERVERS = 3;
  private static final int TOKENS = 4;
  private static final int CHANGES = 3_000;

  private static final StoreConfig CONFIG =
      new StoreConfig(DATABASE, 512, 4096, Duration.ofMinutes(1), Duration.ofHours(24));

  private final List<SqlLedger> servers = new ArrayList<>();

  @BeforeEach
  void start() {
    for (int i = 0; i < SERVERS; i++) {
      servers.add(new SqlLedger(CONFIG, Clock.systemUTC()));
    }
  }

  @AfterEach
  void stop() {
    servers.forEach(SqlLedger::close);
    PostgresTestServer.empty(DATABASE);
  }

  private SqlLedger server(int number) {
    return servers.get(number % SERVERS);
  }

  private long watermark(int token) {
    return get(server(token).find(id(token))).state().watermark();
  }

  private List<byte[]> events() {
    return get(server(0).readEvents(0, 1_000_000));
  }

  @Test
  void submit_sameFewTokensFromAllServers_losesNoChange_andTheLogIsDense() {
    for (int token = 0; token < TOKENS; token++) {
      get(server(token).submit(ChainChange.make(fresh(token))));
    }
    Random random = new Random(2026);
    Map<Integer, Long> expected = new HashMap<>();
    List<CompletableFuture<Committed>> futures = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      int token = random.nextInt(TOKENS);
      expected.merge(token, 1L, Long::sum);
      futures.add(server(random.nextInt(SERVERS)).submit(ChainChange.use(id(token))));
    }
    futures.forEach(LedgerHarness::get);
    expected.forEach((token, uses) -> assertThat(watermark(token)).isEqualTo(uses));
    assertThat(events()).hasSize(TOKENS + CHANGES);
    Map<String, Long> chains = Chains.lengths(events());
    expected.forEach(
        (token, uses) -> assertThat(chains).containsEntry(id(token).value(), uses + 1));
  }

  @Test
  void submit_whileAnotherServerWrites_joinsTheTransactionThatWaits() throws Exception {
    List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Committed>> futures = new ArrayList<>();
    try (SqlLedger waiting =
            new SqlLedger(CONFIG, Clock.systemUTC(), (changes, nanos) -> sizes.add(changes));
        Connection other = DriverManager.getConnection(DATABASE.url(), ADMIN, PASSWORD)) {
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute(PostgresReads.LOCK);
        futures.add(waiting.submit(write(fresh(1))));
        await().atMost(Duration.ofMinutes(1)).until(() -> somebodyWaits(statement));
        for (int token = 2; token <= 10; token++) {
          futures.add(waiting.submit(write(fresh(token))));
        }
      }
      other.rollback();
      futures.forEach(LedgerHarness::get);
      assertThat(sizes).containsExactly(10);
    }
    assertThat(events()).hasSize(10);
  }

  private static boolean somebodyWaits(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted")) {
      return row.next() && row.getBoolean(1);
    }
  }

  @Test
  void submit_sameRequestToAllServersAtOnce_isDoneOnce() {
    get(server(0).submit(write(fresh(1))));
    List<CompletableFuture<Committed>> futures = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      futures.add(server(i).submit(advance(id(1)).as(request("r", 1))));
    }
    List<Boolean> repeated = futures.stream().map(each -> get(each).repeated()).toList();
    assertThat(Collections.frequency(repeated, false)).isEqualTo(1);
    assertThat(watermark(1)).isEqualTo(1);
  }

  @Test
  void submit_sameSubscriberOnTwoServersAtOnce_getsOneToken() {
    get(server(0).submit(write(fresh(1), fresh(2), fresh(3))));
    List<CompletableFuture<Committed>> futures = new ArrayList<>();
    for (int i = 1; i <= SERVERS; i++) {
      futures.add(server(i).submit(write(enrolled(i, subscriber("taro")))));
    }
    int enrolled = 0;
    for (CompletableFuture<Committed> each : futures) {
      try {
        get(each);
        enrolled++;
      } catch (CompletionException e) {
        assertThat(e.getCause()).isInstanceOf(IllegalStateException.class);
      }
    }
    assertThat(enrolled).isEqualTo(1);
  }

  @Test
  void submit_serverThatStandsStillInItsTransaction_isUndone_andDecidesAnewWhenItGoesOn() {
    get(server(0).submit(write(fresh(1))));
    List<CompletableFuture<Committed>> futures = new ArrayList<>();
    Gate.hold(
        server(0),
        () -> {
          futures.add(server(1).submit(advance(id(1))));
          // The database ends the transaction of server 0, which holds the gate.
          assertThat(get(futures.get(0)).writes()).hasSize(1);
          futures.add(server(0).submit(advance(id(1))));
        });
    get(futures.get(1));
    assertThat(watermark(1)).isEqualTo(2);
    assertThat(events()).hasSize(4);
  }

  @Test
  void submit_connectionsThatWereEndedWhileTheyRested_isDoneOverOthers() {
    get(server(0).submit(write(fresh(1))));
    get(server(0).find(id(1)));
    SERVER.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kagiban'");
    get(server(0).submit(advance(id(1))));
    assertThat(get(server(0).find(id(1))).state().watermark()).isEqualTo(1);
    assertThat(server(0).healthy()).isTrue();
  }

  @Test
  void submit_databaseKilled_isUnavailable_andGoesOnWhenItIsBack() throws Exception {
    get(server(0).submit(write(fresh(1))));
    SERVER.kill();
    try {
      assertThat(failureOf(server(0).submit(advance(id(1)))))
          .isInstanceOf(UnavailableException.class);
      assertThat(failureOf(server(1).find(id(1)))).isInstanceOf(UnavailableException.class);
      assertThat(server(0).healthy()).isFalse();
    } finally {
      SERVER.startAgain();
    }
    await().until(() -> server(0).healthy());
    get(server(0).submit(advance(id(1))));
    assertThat(watermark(1)).isEqualTo(1);
  }
}
