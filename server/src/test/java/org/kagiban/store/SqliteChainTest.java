package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.kagiban.store.ChainChange.look;
import static org.kagiban.store.ChainChange.make;
import static org.kagiban.store.ChainChange.use;
import static org.kagiban.store.LedgerHarness.failureOf;
import static org.kagiban.store.LedgerHarness.get;
import static org.kagiban.store.Tokens.NOW;
import static org.kagiban.store.Tokens.enrolled;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;
import static org.kagiban.store.Tokens.subscriber;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.store.CommitFault.When;
import org.kagiban.verification.TokenLedger.Committed;
import org.kagiban.verification.UnavailableException;

/** The heads of chains in the tables are what the entries say, whatever happens in between. */
final class SqliteChainTest {
  @TempDir private Path folder;

  private final CommitFault fault = new CommitFault();

  private SqlLedger ledger;

  @BeforeEach
  void open() {
    ledger = new SqlLedger(StoreConfig.at(file()), new MutableClock(NOW), System::nanoTime, fault);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Path file() {
    return folder.resolve("kagiban.db");
  }

  private void execute(String... commands) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      for (String sql : commands) {
        statement.executeUpdate(sql);
      }
    }
  }

  private AuditEvent lastEvent() {
    long count = get(ledger.eventCount());
    return EventEncoding.decode(get(ledger.readEvents(count - 1, 1)).get(0));
  }

  @Test
  void heads_afterManyChangesGoodAndBad_areWhatTheEntriesSay() throws SQLException {
    get(ledger.submit(make(fresh(0), fresh(1), enrolled(2, subscriber("taro")))));
    Random random = new Random(4);
    for (int round = 0; round < 20; round++) {
      List<CompletableFuture<Committed>> batch = new ArrayList<>();
      Gate.hold(
          ledger,
          () -> {
            for (int i = 0; i < 10; i++) {
              batch.add(ledger.submit(change(random)));
            }
          });
      batch.forEach(each -> each.exceptionally(thrown -> null).join());
      StoredHeads.requireAsTheEntriesSay(file());
    }
    assertThat(StoredHeads.requireAsTheEntriesSay(file())).hasSize(4);
  }

  private static TestChange change(Random random) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> use(id(random.nextInt(3)));
      case 2, 3 -> look(id(random.nextInt(3)));
      case 4 ->
          ChainChange.log(
              EventKind.KEY_ACTIVATED, event -> event.with(EventField.KEY, "kagiban-kek-1"));
      // Breaks a rule, so that the batch is rolled back and repeated.
      default -> make(enrolled(0, subscriber("taro")));
    };
  }

  @ParameterizedTest
  @EnumSource
  void heads_afterAFailedCommit_goOnFromWhatIsOnDisk(When when) throws SQLException {
    get(ledger.submit(make(fresh(1))));
    get(ledger.submit(use(id(1))));
    fault.failNext(when);
    assertThat(failureOf(ledger.submit(use(id(1))))).isInstanceOf(UnavailableException.class);
    await().until(ledger::healthy);
    get(ledger.submit(look(id(1))));
    get(ledger.submit(use(id(1))));
    long expected = when == When.BEFORE ? 4 : 5;
    assertThat(StoredHeads.requireAsTheEntriesSay(file()).values())
        .extracting(Chains.Head::length)
        .containsExactly(expected);
  }

  @Test
  void damagedHead_chainIsNotGoneOnWith() throws SQLException {
    get(ledger.submit(make(fresh(1), fresh(2))));
    close();
    execute(
        "PRAGMA ignore_check_constraints = true",
        "UPDATE token SET chain_head = x'00' WHERE token_id = '" + id(1) + "'");
    open();
    assertThat(failureOf(ledger.submit(use(id(1))))).isInstanceOf(UnavailableException.class);
    get(ledger.submit(use(id(2))));
    assertThat(get(ledger.eventCount())).isEqualTo(3);
  }

  @Test
  void forget_leavesTheChains() throws Exception {
    get(ledger.submit(make(fresh(1))));
    get(ledger.submit(use(id(1))));
    get(ledger.submit(make(fresh(2))));
    ledger.events().forget(Long.MAX_VALUE);
    close();
    open();
    get(ledger.submit(use(id(1))));
    assertThat(lastEvent().number(EventField.SEQUENCE)).isEqualTo(3);
  }

  @Test
  void databaseFromBeforeChains_startsThemAtOne() throws SQLException {
    get(ledger.submit(make(fresh(1))));
    close();
    execute(
        "ALTER TABLE token DROP COLUMN chain_head",
        "ALTER TABLE token DROP COLUMN chain_length",
        "DROP TABLE key_chain",
        "DROP TABLE setting",
        "ALTER TABLE token DROP COLUMN signature_watermark",
        "DROP TABLE request_recent",
        "DELETE FROM flyway_schema_history WHERE version IN ('3', '4', '5', '6')");
    open();
    assertThat(get(ledger.find(id(1)))).isEqualTo(fresh(1));
    get(ledger.submit(use(id(1))));
    assertThat(lastEvent().number(EventField.SEQUENCE)).isEqualTo(1);
    assertThat(lastEvent().bytes(EventField.PREVIOUS)).isNull();
    get(ledger.submit(look(id(1))));
    assertThat(lastEvent().number(EventField.SEQUENCE)).isEqualTo(2);
  }
}
