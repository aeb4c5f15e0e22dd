package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.app.CeremonyTexts.NEXT_KEK;
import static org.kagiban.app.CeremonyTexts.rotation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerifyResponse;

/**
 * Verifications go on while every seed is wrapped anew; none fails. It prints both rates, for
 * whoever looks; {@code -Dkagiban.test.rotated=20000} makes the rotation long enough to compare
 * them.
 */
class RotationUnderLoadTest {
  private static final int TOKENS = Integer.getInteger("kagiban.test.rotated", 1000);
  private static final int CUSTOMERS = 8;
  private static final int BASELINE = Math.max(2000, TOKENS);

  @TempDir private Path folder;

  private final AtomicLong answers = new AtomicLong();
  private final AtomicBoolean rotated = new AtomicBoolean();

  @Test
  void verify_whileSeedsAreRotated_neverFails() throws Exception {
    try (LiveServer server = LiveServer.startWrapped(folder, CUSTOMERS / 2)) {
      List<KnownToken> tokens = load(server);
      Session channel = server.connect(DevCaller.INTERNET_BANKING);
      List<String> codes = new ArrayList<>();
      for (KnownToken token : tokens.subList(0, CUSTOMERS)) {
        String code = token.codeNow();
        assertThat(Calls.enroll(channel, token.id(), token.id(), code).getVerdict())
            .isEqualTo(Verdict.VERDICT_ACCEPTED);
        codes.add(code);
      }
      server.makeKek(NEXT_KEK);

      List<CompletableFuture<Void>> customers = new ArrayList<>();
      for (int i = 0; i < CUSTOMERS; i++) {
        String id = tokens.get(i).id();
        String code = codes.get(i);
        customers.add(CompletableFuture.runAsync(() -> askAgainAndAgain(channel, id, code)));
      }
      // The JVM compiles meanwhile what both rates are of.
      double warmUp = rateUntil(() -> answers.get() >= BASELINE);
      double before = rateUntil(() -> answers.get() >= 2L * BASELINE);
      CompletableFuture<?> rotation =
          CompletableFuture.supplyAsync(() -> server.custodians().perform(rotation()));
      double during = rateUntil(rotation::isDone);
      rotation.join();
      rotated.set(true);
      customers.forEach(CompletableFuture::join);
      System.out.printf(
          "%,d seeds rotated; %.0f verifications/s before, %.0f/s meanwhile%n",
          TOKENS, before, during);
      assertThat(List.of(warmUp, before, during)).allMatch(rate -> rate > 0);
    }
  }

  private interface End {
    boolean reached();
  }

  /** Answers in a second until then; the answers themselves say when to look. */
  private double rateUntil(End end) throws InterruptedException {
    long from = answers.get();
    long start = System.nanoTime();
    while (!end.reached()) {
      synchronized (answers) {
        answers.wait(1000);
      }
    }
    return (answers.get() - from) * 1e9 / (System.nanoTime() - start);
  }

  /** The same code: accepted once, replayed ever after; each takes the HSM's HMAC. */
  private void askAgainAndAgain(Session channel, String subscriber, String code) {
    while (!rotated.get()) {
      VerifyResponse response = Calls.verify(channel, subscriber, code);
      assertThat(response.getVerdict())
          .isIn(Verdict.VERDICT_REPLAYED, Verdict.VERDICT_WRONG_CODE, Verdict.VERDICT_LOCKED);
      answers.incrementAndGet();
      synchronized (answers) {
        answers.notifyAll();
      }
    }
  }

  private List<KnownToken> load(LiveServer server) throws Exception {
    List<KnownToken> tokens = new ArrayList<>();
    VendorFile vendor = new VendorFile();
    for (int i = 0; i < TOKENS; i++) {
      KnownToken token = KnownToken.random(String.format("ROTA%08d", i), TokenProfile.DEFAULT);
      tokens.add(token);
      vendor.add(token);
    }
    vendor.load(server, "tokens.xml");
    return tokens;
  }
}
