package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.store.LedgerHarness.get;
import static org.kagiban.store.Tokens.BANK;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.TokenLedger.Committed;

/** Invariants durable-before-answer and safe-retry across kill -9. */
final class SqliteDurabilityTest {
  private static final int ROUNDS = 20;

  @TempDir private Path folder;

  @Test
  void submit_acknowledgedChanges_outliveKill9() throws Exception {
    Path file = folder.resolve("kagiban.db");
    Random random = new Random(2026);
    int next = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try (ChildProcess child = new ChildProcess(file, next)) {
        List<Integer> acknowledged = child.acknowledged(1 + random.nextInt(100));
        acknowledged.addAll(child.kill());
        next = requireAllThere(file, next, acknowledged);
      }
    }
  }

  /** Returns the number of the first token that is not there. */
  private static int requireAllThere(Path file, int first, List<Integer> acknowledged)
      throws SQLException {
    try (SqlLedger ledger = new SqlLedger(StoreConfig.at(file), Clock.systemUTC())) {
      for (int number : acknowledged) {
        assertThat(get(ledger.find(id(number)))).isEqualTo(fresh(number));
        Committed again = get(ledger.submit(LedgerChild.change(number)));
        assertThat(again.repeated()).isTrue();
      }
      int tokens = count(ledger);
      assertThat(tokens).isGreaterThanOrEqualTo(first + acknowledged.size());
      assertThat(get(ledger.eventCount())).isEqualTo((long) tokens * LedgerChild.EVENTS);
      assertThat(StoredHeads.requireAsTheEntriesSay(file)).hasSize(tokens);
      return tokens;
    }
  }

  private static int count(SqlLedger ledger) {
    int count = 0;
    @Nullable TokenId after = null;
    List<Token> page = get(ledger.list(BANK, after, 1000));
    while (!page.isEmpty()) {
      count += page.size();
      after = page.get(page.size() - 1).id();
      page = get(ledger.list(BANK, after, 1000));
    }
    return count;
  }
}
