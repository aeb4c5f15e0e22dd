package org.kagiban.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.kagiban.token.TokenId;

/**
 * A process that writes token after token and says so once each is acknowledged, until it is
 * killed. Ends with {@link #REFUSED} where the database is held.
 */
final class LedgerChild {
  static final int REFUSED = 3;

  /** Of each change. */
  static final int EVENTS = 2;

  private static final int IN_FLIGHT = 16;

  private LedgerChild() {}

  /** Arguments: the database file, and the number of the first token. */
  public static void main(String[] args) throws InterruptedException {
    try {
      write(new SqlLedger(StoreConfig.at(Path.of(args[0])), Clock.systemUTC()), args[1]);
    } catch (StoreRefusedException e) {
      System.out.println(e.getMessage());
      System.exit(REFUSED);
    }
  }

  private static void write(SqlLedger ledger, String first) throws InterruptedException {
    Semaphore inFlight = new Semaphore(IN_FLIGHT);
    for (int number = Integer.parseInt(first); ; number++) {
      int written = number;
      inFlight.acquire();
      var unused =
          ledger
              .submit(change(written))
              .thenRun(
                  () -> {
                    System.out.println(written);
                    inFlight.release();
                  });
    }
  }

  /** Writes a token, and uses it and an older one; the same in every process. */
  static TestChange change(int number) {
    List<TokenId> ids = List.of(Tokens.id(number), Tokens.id(number / 2));
    return new TestChange(
        TestChange.request("r" + number, 1),
        new HashSet<>(ids),
        Set.of(),
        view -> ChainChange.about(ids, Tokens.fresh(number)));
  }
}
