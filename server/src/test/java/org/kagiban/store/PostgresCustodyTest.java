package org.kagiban.store;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.verification.TokenLedger;

/** The contract on PostgreSQL. */
final class PostgresCustodyTest extends CustodyLedgerContract {
  private static final StoreLocation.Postgres DATABASE = PostgresTestServer.get().database();

  private SqlLedger ledger;

  @BeforeEach
  void open() {
    ledger = new SqlLedger(StoreConfig.at(DATABASE), new MutableClock(Tokens.NOW));
  }

  void close() {
    ledger.close();
  }

  @AfterEach
  void empty() {
    close();
    PostgresTestServer.empty(DATABASE);
  }

  @Override
  TokenLedger tokens() {
    return ledger;
  }

  @Override
  SeedRows seeds() {
    return ledger.seeds();
  }

  @Override
  CeremonyLedger ceremonies() {
    return ledger.ceremonies();
  }

  @Override
  void reopen() {
    close();
    open();
  }

  @Override
  List<byte[]> events() {
    return LedgerHarness.get(ledger.readEvents(0, 10_000));
  }

  @Override
  long eventCount() {
    return LedgerHarness.get(ledger.eventCount());
  }
}
