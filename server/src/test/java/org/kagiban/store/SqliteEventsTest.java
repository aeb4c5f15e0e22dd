package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagiban.store.LedgerHarness.get;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.log.EventSource;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Decision;

/** The committed events as the log takes them, and lets them go. */
final class SqliteEventsTest {
  @TempDir private Path folder;

  private final List<byte[]> committed = new ArrayList<>();

  private SqlLedger ledger;

  @BeforeEach
  void open() {
    ledger = new SqlLedger(StoreConfig.at(file()), new MutableClock(Tokens.NOW));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Path file() {
    return folder.resolve("kagiban.db");
  }

  private EventSource events() {
    return ledger.events();
  }

  private void reopen() {
    close();
    open();
  }

  /** Commits so many events in one change. */
  private void commit(int count) {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AuditEvent event =
          AuditEvent.of(
                  EventKind.CLOCK_STEPPED,
                  EventId.at(Tokens.NOW),
                  Tokens.NOW.plusSeconds(committed.size()))
              .build();
      events.add(event);
      committed.add(EventEncoding.encode(event));
    }
    Answer answer = Answer.plain(Verdict.ACCEPTED, events.get(0).id(), null);
    Decision decision = new Decision(answer, List.of(), events);
    get(ledger.submit(new TestChange(null, Set.of(), Set.of(), view -> decision)));
  }

  private void assertRead(long from, int limit, int end) throws IOException {
    assertThat(events().read(from, limit))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(committed.subList((int) from, end));
  }

  @Test
  void size_andRead_followTheCommits() throws IOException {
    assertThat(events().size()).isZero();
    assertThat(events().read(0, 10)).isEmpty();
    commit(3);
    commit(2);
    assertThat(events().size()).isEqualTo(5);
    assertRead(0, 10, 5);
    assertRead(1, 3, 4);
    assertThat(events().read(5, 1)).isEmpty();
    reopen();
    assertRead(0, 5, 5);
  }

  @Test
  void forget_keepsTheRest_andTheCount() throws IOException {
    commit(10);
    events().forget(4);
    assertThat(events().size()).isEqualTo(10);
    assertRead(4, 100, 10);
    reopen();
    assertThat(events().size()).isEqualTo(10);
    commit(1);
    assertThat(events().size()).isEqualTo(11);
    assertRead(4, 100, 11);
    events().forget(4);
    assertRead(4, 100, 11);
  }

  @Test
  void forget_everything_leavesTheLastEvent() throws IOException {
    events().forget(100);
    commit(10);
    events().forget(Long.MAX_VALUE);
    assertRead(9, 100, 10);
    assertThat(get(ledger.latestEventTime())).isEqualTo(Tokens.NOW.plusSeconds(9));
    reopen();
    commit(1);
    assertRead(9, 100, 11);
    assertThat(events().size()).isEqualTo(11);
  }

  @Test
  void forget_thousands_goesInSeveralTransactions() throws IOException {
    commit(2_500);
    events().forget(2_400);
    assertRead(2_400, 1000, 2_500);
    assertThatThrownBy(() -> events().read(2_399, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void read_forgottenPlace_saysSo() throws IOException {
    commit(5);
    events().forget(3);
    assertThatThrownBy(() -> events().read(2, 10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not have event 2 any more, the next that it has is 3");
    assertThat(ledger.readEvents(0, 10)).failsWithin(Duration.ofSeconds(30));
    assertRead(3, 10, 5);
  }

  @Test
  void read_gapInTheMiddle_saysWhereItIs() throws SQLException {
    commit(5);
    close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM event WHERE position = 2");
    }
    open();
    assertThatThrownBy(() -> events().read(0, 10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not have event 2 any more, the next that it has is 3");
  }

  @Test
  void read_outOfRange_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> events().read(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> events().read(0, 0));
  }

  @Test
  void everything_afterClose_fails() {
    commit(1);
    EventSource events = events();
    close();
    assertThatThrownBy(events::size).isInstanceOf(IOException.class).hasMessageContaining("closed");
    assertThatThrownBy(() -> events.read(0, 1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> events.forget(1)).isInstanceOf(IOException.class);
  }

  @Test
  void forget_interruptedWhileItWaits_failsAndKeepsTheInterrupt() {
    Gate.hold(
        ledger,
        () -> {
          Thread.currentThread().interrupt();
          assertThatThrownBy(() -> events().forget(1)).isInstanceOf(InterruptedIOException.class);
          assertThat(Thread.interrupted()).isTrue();
        });
  }
}
