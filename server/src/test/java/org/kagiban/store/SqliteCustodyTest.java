package org.kagiban.store;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.verification.TokenLedger;

/** The contract on SQLite. */
final class SqliteCustodyTest extends CustodyLedgerContract {
  @TempDir private Path folder;

  private SqlLedger ledger;

  @BeforeEach
  void open() {
    ledger =
        new SqlLedger(StoreConfig.at(folder.resolve("kagiban.db")), new MutableClock(Tokens.NOW));
  }

  @AfterEach
  void close() {
    ledger.close();
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
