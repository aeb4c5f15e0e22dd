package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.store.PostgresTestServer;
import org.kagiban.store.StoreLocation;

/**
 * What two servers on one PostgreSQL verify at full load, over what one of them does: {@code
 * -Dkagiban.two.seconds=20} for each of ten turns, in the order one, two, two, one, and so on, so
 * that a steady drift of the machine counts for neither. Servers, database and client share the
 * machine.
 */
class TwoServersLoadTest {
  private static final String SECONDS = "kagiban.two.seconds";
  private static final int TOKENS = 2000;
  private static final int CALLERS = 128;
  private static final int PAIRS = 5;

  @TempDir private Path folder;

  @Test
  @EnabledIfSystemProperty(named = SECONDS, matches = "[0-9]+")
  void verify_onOneServerAndOnTwo_acceptsEveryCode() throws Exception {
    Duration turn = Duration.ofSeconds(Integer.getInteger(SECONDS));
    StoreLocation.Postgres database = PostgresTestServer.get().database();
    String store =
        "url: %s\nuser: %s\npassword-file: %s"
            .formatted(database.url(), database.user(), database.passwordFile());
    try (LiveServer one = LiveServer.startOn(folder, store);
        TokensInTurn calls = TokensInTurn.enrolled(one, TOKENS, CALLERS);
        LiveServer two = one.startBeside("second")) {
      List<Session> single = List.of(one.connect(DevCaller.INTERNET_BANKING));
      List<Session> both = List.of(single.get(0), two.connect(DevCaller.INTERNET_BANKING));
      calls.use(both);
      long warmUp = calls.run(turn.multipliedBy(2), 0);
      System.out.printf("two servers: %d calls a second, warming up%n", warmUp);
      List<Long> alone = new ArrayList<>();
      List<Long> together = new ArrayList<>();
      for (int pair = 0; pair < PAIRS; pair++) {
        for (int half = 0; half < 2; half++) {
          boolean twice = (pair + half) % 2 == 1;
          calls.use(twice ? both : single);
          (twice ? together : alone).add(calls.run(turn, 0));
        }
      }
      double ratio = (double) median(together) / median(alone);
      System.out.printf("one: %s, two: %s calls a second; ratio %.2f%n", alone, together, ratio);
      assertThat(calls.failures()).as("%d failures", calls.failures().size()).isEmpty();
    }
  }

  private static long median(List<Long> rates) {
    return rates.stream().sorted().skip(rates.size() / 2).findFirst().orElseThrow();
  }
}
