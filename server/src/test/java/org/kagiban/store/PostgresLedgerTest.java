package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.store.Tokens.NOW;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.kagiban.verification.TokenLedger;

/** The contract on PostgreSQL. */
final class PostgresLedgerTest extends TokenLedgerContract {
  private static final StoreLocation.Postgres DATABASE = PostgresTestServer.get().database();
  private final MutableClock clock = new MutableClock(NOW);

  private SqlLedger ledger;

  @BeforeEach
  void open() {
    ledger = new SqlLedger(StoreConfig.at(DATABASE), clock);
  }

  @Override
  void close() {
    ledger.close();
  }

  @AfterEach
  void empty() {
    close();
    PostgresTestServer.empty(DATABASE);
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
}
