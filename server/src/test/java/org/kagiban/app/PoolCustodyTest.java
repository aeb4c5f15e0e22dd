package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.kagiban.app.CeremonyTexts.NEXT_KEK;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Verdict;

/** Custodians keep the keys of a pool of two partitions alike, from the first KEK to its end. */
class PoolCustodyTest {
  private static final String SECOND = "live-2";
  private static final TokenProfile HOTP = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0);

  @TempDir private Path folder;

  private final Component aikos = Component.random(256);
  private final Component bens = Component.random(256);
  private final KnownToken token = KnownToken.random("POOL00000001", HOTP);
  private int counter;

  @Test
  void keksOfAPool_areRestoredRotatedAndDestroyedInBothPartitions() throws Exception {
    try (LiveServer server = LiveServer.startWrapped(folder, 10)) {
      new VendorFile().add(token).load(server, "tokens.xml");
      Path home = partitions().get(0);
      backUp(server, LiveServer.KEK);
      server.stop();
      server.addToPool(SECOND);
      server.restart();
      server.awaitSaid("partition " + SECOND + " is out of the pool: it lacks the key");

      restore(server, LiveServer.KEK);
      server.awaitSaid("partition " + SECOND + " serves in the pool");
      requireServedWithout(home, server);

      server.makeKek(NEXT_KEK);
      assertThatThrownBy(() -> server.custodians().perform(CeremonyTexts.rotation()))
          .hasMessageContaining(SECOND);
      backUp(server, NEXT_KEK);
      restore(server, NEXT_KEK);
      server.custodians().perform(CeremonyTexts.rotation());
      requireServedWithout(home, server);

      server
          .custodians()
          .perform(
              CeremonyTexts.destruction(LiveServer.KEK, CustodyKeys.kcv(server, LiveServer.KEK)));
      assertThat(atHsm(server, "hsm", "show").lines())
          .noneMatch(line -> line.contains(LiveServer.KEK))
          .filteredOn(line -> line.contains(NEXT_KEK))
          .hasSize(2);
      requireServedWithout(home, server);
      assertThat(atHsm(server, "doctor"))
          .contains("partition " + SECOND, NEXT_KEK + " is the first partition's");
    }
  }

  private static String atHsm(LiveServer server, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--config", server.config().toString()));
    CommandResult shown = server.tryProcess(all.toArray(new String[0]));
    assertThat(shown.exitCode()).as(shown.output()).isZero();
    return shown.output();
  }

  private void backUp(LiveServer server, String kek) throws Exception {
    type(server, CeremonyTexts.backup(kek));
  }

  private void restore(LiveServer server, String kek) throws Exception {
    type(server, CeremonyTexts.restore(SECOND, kek, folder.resolve(kek + ".backup")));
  }

  private void type(LiveServer server, String file) throws Exception {
    String ceremony = server.custodians().agree(file).toString();
    try (TypedCommand command = server.typeAtHsm(ceremony)) {
      CommandResult done =
          command
              .answer("Component 1 of 2, Aiko Tanaka: ", aikos.hex())
              .answer("Component 2 of 2, Ben Mori: ", bens.hex())
              .end();
      assertThat(done.exitCode()).as(done.output()).isZero();
    }
  }

  /** The next code is right while the home's files are elsewhere: the second partition serves. */
  private void requireServedWithout(Path home, LiveServer server) throws Exception {
    Path away = folder.resolve("away");
    Files.move(home, away);
    try {
      awaitHome(server, "0");
      Session channel = server.connect(DevCaller.INTERNET_BANKING);
      String code = token.code(counter);
      Verdict verdict =
          counter == 0
              ? Calls.enroll(channel, "1", token.id(), code).getVerdict()
              : Calls.verify(channel, "1", code).getVerdict();
      assertThat(verdict).isEqualTo(Verdict.VERDICT_ACCEPTED);
      counter++;
    } finally {
      Files.move(away, home);
    }
    awaitHome(server, "1");
  }

  /**
   * Each partition computes an HMAC a second, and is in or out by that.
   *
   * @param serves 1 or 0
   */
  private static void awaitHome(LiveServer server, String serves) {
    String figure = "kagiban_hsm_serves{partition=\"" + LiveServer.PARTITION + "\"} " + serves;
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                Scrape.of(server.metrics()).lines().stream()
                    .anyMatch(line -> line.startsWith(figure)));
  }

  /** SoftHSM keeps each partition in a folder of its own. */
  private List<Path> partitions() throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("softhsm").resolve("tokens"))) {
      return folders.filter(Files::isDirectory).toList();
    }
  }
}
