package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.demo.DevCaller;
import org.kagiban.hsm.ResidentMemory;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Verdict;

/**
 * A server starts whatever number of tokens it has. {@code -Dkagiban.test.tokens=1000000} prints
 * how long that takes and how large it is then.
 */
class ManyTokensStartTest {
  private static final int TOKENS = Integer.getInteger("kagiban.test.tokens", 2000);
  private static final TokenProfile HOTP = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0);

  @TempDir private Path folder;

  @Test
  void start_withManyWrappedTokens_servesTheOneThatIsAsked() throws Exception {
    KnownToken token = KnownToken.random("HOTP00000001", HOTP);
    LiveConfig config =
        new LiveConfig(LiveServer.PARTITION, "", "seeds: wrapped\nunwrapped: 100000\n")
            .on(List.of("-Xmx256m"));
    try (LiveServer server = LiveServer.startWrapped(folder, config)) {
      new VendorFile().add(token).load(server, "tokens.xml");
      assertThat(server.stop()).isZero();
      ManyTokens.add(folder.resolve("kagiban.db"), token.id(), TOKENS);

      long start = System.nanoTime();
      server.restart();
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      System.out.printf(
          "start with %d tokens: %d ms, of which %d ms CPU; %d MiB resident%n",
          TOKENS,
          millis,
          server.handle().info().totalCpuDuration().orElseThrow().toMillis(),
          ResidentMemory.of(server.handle()) >> 10);
      var channel = server.connect(DevCaller.INTERNET_BANKING);
      assertThat(Calls.enroll(channel, "1", token.id(), token.code(0)).getVerdict())
          .isEqualTo(Verdict.VERDICT_ACCEPTED);
    }
  }
}
