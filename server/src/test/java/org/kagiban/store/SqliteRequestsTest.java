package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.store.LedgerHarness.assertRepeats;
import static org.kagiban.store.LedgerHarness.get;
import static org.kagiban.store.TestChange.advance;
import static org.kagiban.store.TestChange.request;
import static org.kagiban.store.TestChange.write;
import static org.kagiban.store.Tokens.NOW;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.verification.TokenLedger.Committed;

/** Answers are found wherever they are by now: appended, on the move, or in the tree. */
final class SqliteRequestsTest {
  private static final int COUNT = 300;

  @TempDir private Path folder;

  private final MutableClock clock = new MutableClock(NOW);
  private final List<Committed> answers = new ArrayList<>();
  private SqlLedger ledger;

  @BeforeEach
  void open() {
    StoreConfig config =
        new StoreConfig(
            new StoreLocation.SqliteFile(folder.resolve("kagiban.db")),
            512,
            1000,
            Duration.ofMinutes(1),
            Duration.ofHours(24));
    ledger = new SqlLedger(config, clock);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void submit_requestsThatAreMoved_areAnsweredAsBeforeAllTheWhile() throws SQLException {
    askMany();
    assertThat(rows("request_recent")).isEqualTo(COUNT);
    clock.advance(Duration.ofMinutes(61));
    ask(COUNT);
    int steps = 0;
    while (rows("request") < COUNT) {
      // Each of these is one transaction, which moves some more.
      assertRepeats(repeat(steps), answers.get(steps));
      assertRepeats(repeat(COUNT - 1 - steps), answers.get(COUNT - 1 - steps));
      steps++;
    }
    assertThat(steps).isGreaterThan(1);
    assertAllAreRepeated();
    assertThat(rows("request_recent")).isEqualTo(1);
  }

  @Test
  void reopen_whileRequestsAreMoved_goesOnAndLosesNone() throws SQLException {
    askMany();
    clock.advance(Duration.ofMinutes(61));
    ask(COUNT);
    assertRepeats(repeat(0), answers.get(0));
    assertThat(rows("request")).isBetween(1, COUNT - 1);
    close();
    open();
    assertAllAreRepeated();
    assertThat(rows("request")).isGreaterThanOrEqualTo(COUNT);
    assertThat(rows("request_recent")).isEqualTo(1);
  }

  @Test
  void submit_clockWasSetBack_movesAllTheSame() throws SQLException {
    clock.advance(Duration.ofHours(5));
    get(ledger.submit(write(fresh(1))));
    ask(0);
    clock.advance(Duration.ofHours(-5));
    askOnly(2);
    clock.advance(Duration.ofMinutes(61));
    askOnly(2);
    assertRepeats(repeat(0), answers.get(0));
    assertThat(rows("request")).isGreaterThanOrEqualTo(3);
    assertAllAreRepeated();
  }

  @Test
  void submit_repeatsAndNewOnesInOneTransaction_eachGetsItsOwnAnswer() throws SQLException {
    askMany();
    clock.advance(Duration.ofMinutes(61));
    ask(COUNT);
    for (int i = 0; rows("request") < COUNT; i++) {
      assertRepeats(repeat(i), answers.get(i));
    }
    int before = answers.size();
    List<CompletableFuture<Committed>> mixed = new ArrayList<>();
    Gate.hold(
        ledger,
        () -> {
          for (int i = 0; i < before; i++) {
            mixed.add(submit(i));
            mixed.add(submit(before + i));
          }
        });
    for (int i = 0; i < before; i++) {
      assertRepeats(get(mixed.get(2 * i)), answers.get(i));
      assertThat(get(mixed.get(2 * i + 1)).repeated()).isFalse();
    }
  }

  private void askMany() {
    get(ledger.submit(write(fresh(1))));
    askOnly(COUNT);
  }

  private void askOnly(int count) {
    List<CompletableFuture<Committed>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(submit(answers.size() + i));
    }
    all.forEach(each -> answers.add(get(each)));
  }

  private void ask(int number) {
    answers.add(get(submit(number)));
  }

  private CompletableFuture<Committed> submit(int number) {
    return ledger.submit(advance(id(1)).as(request("request " + number, 1)));
  }

  private Committed repeat(int number) {
    return get(submit(number));
  }

  private void assertAllAreRepeated() {
    for (int i = 0; i < answers.size(); i++) {
      assertRepeats(repeat(i), answers.get(i));
    }
  }

  private int rows(String table) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("kagiban.db"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getInt(1);
    }
  }
}
