package org.kagiban.audit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.audit.http.WitnessException.Problem;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.Cosignature;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;

/** Over real HTTP on loopback. */
class WitnessClientTest {
  private final TestLog log = TestLog.named("example.com/log");

  @TempDir Path folder;
  private TestWitness witness;

  @BeforeEach
  void startWitness() throws IOException {
    witness = new TestWitness("witness.example/w", log, folder);
  }

  @AfterEach
  void stopWitness() {
    witness.close();
  }

  private WitnessException refused(WitnessClient client, SignedNote note, Proofs proofs) {
    return Objects.requireNonNull(
        catchThrowableOfType(WitnessException.class, () -> client.cosign(note, proofs)));
  }

  private Problem problem(ScriptedWitness scripted) throws IOException {
    WitnessClient client = TestWitness.client(scripted.url(), witness.key);
    return refused(client, log.checkpoint(5), log.proofs()).problem();
  }

  @Test
  void cosign_growingLog_isCosignedEachTime() throws Exception {
    WitnessClient client = witness.client();
    for (int size : new int[] {0, 1, 2, 7, 7, 256, 300}) {
      SignedNote note = log.checkpoint(size);
      SignedNote both = note.with(client.cosign(note, log.proofs()));
      assertThat(both.verify(List.of(log.key.verifier(), witness.key.cosigner()))).hasSize(2);
      assertThat(client.last()).isNotNull();
    }
    assertThat(witness.journal.cosigned).containsExactly(0L, 1L, 2L, 7L, 7L, 256L, 300L);
  }

  @Test
  void cosign_clientThatForgot_provesFromTheSizeThatTheWitnessKnows() throws Exception {
    witness.client().cosign(log.checkpoint(50), log.proofs());
    witness.client().cosign(log.checkpoint(60), log.proofs());
    // Nothing new since.
    witness.client().cosign(log.checkpoint(60), log.proofs());
    assertThat(witness.journal.cosigned).containsExactly(50L, 60L, 60L);
  }

  @Test
  void cosign_clientThatWasOvertaken_catchesUp() throws Exception {
    WitnessClient client = witness.client();
    client.cosign(log.checkpoint(10), log.proofs());
    witness.client().cosign(log.checkpoint(20), log.proofs());
    client.cosign(log.checkpoint(30), log.proofs());
    assertThat(witness.journal.cosigned).containsExactly(10L, 20L, 30L);
  }

  @Test
  void cosign_witnessRestarted_keepsItsMemory() throws Exception {
    witness.client().cosign(log.checkpoint(50), log.proofs());
    witness.restart();
    TestLog fork = log.fork(40);
    assertThat(refused(witness.client(), fork.checkpoint(60), fork.proofs()).problem())
        .isEqualTo(Problem.FORKED);
    witness.client().cosign(log.checkpoint(60), log.proofs());
    assertThat(witness.journal.cosigned).containsExactly(50L, 60L);
  }

  @Test
  void cosign_forkedLog_isADispute() throws Exception {
    WitnessClient client = witness.client();
    client.cosign(log.checkpoint(50), log.proofs());
    TestLog fork = log.fork(40);
    WitnessException larger = refused(client, fork.checkpoint(60), fork.proofs());
    assertThat(larger.problem()).isEqualTo(Problem.FORKED);
    assertThat(larger.isDispute()).isTrue();
    assertThat(larger).hasMessageContaining("50").hasMessageContaining("60");
    assertThat(refused(client, fork.checkpoint(50), fork.proofs()).problem())
        .isEqualTo(Problem.FORKED);
    assertThat(text(client.last())).isEqualTo(log.checkpoint(50).text());
  }

  /** Without a memory of its own the client has the witness's word: 422, and 409. */
  @Test
  void cosign_forkedLogAndForgetfulClient_isADisputeToo() throws Exception {
    witness.client().cosign(log.checkpoint(50), log.proofs());
    TestLog fork = log.fork(40);
    assertThat(refused(witness.client(), fork.checkpoint(60), fork.proofs()).problem())
        .isEqualTo(Problem.FORKED);
    assertThat(witness.journal.unproved).containsExactly("60 after 50");
    assertThat(refused(witness.client(), fork.checkpoint(50), fork.proofs()).problem())
        .isEqualTo(Problem.FORKED);
    assertThat(witness.journal.forks).isNotEmpty().allMatch("50 50"::equals);
  }

  @Test
  void cosign_logRolledBack_isADispute() throws Exception {
    WitnessClient client = witness.client();
    client.cosign(log.checkpoint(50), log.proofs());
    for (WitnessClient each : List.of(client, witness.client())) {
      WitnessException rolledBack = refused(each, log.checkpoint(40), log.proofs());
      assertThat(rolledBack.problem()).isEqualTo(Problem.AHEAD);
      assertThat(rolledBack.isDispute()).isTrue();
    }
  }

  @Test
  void cosign_unknownLog_isRefused() throws Exception {
    TestLog other = TestLog.named("example.com/other");
    WitnessException unknown = refused(witness.client(), other.checkpoint(5), other.proofs());
    assertThat(unknown.problem()).isEqualTo(Problem.REFUSED);
    assertThat(unknown).hasMessageContaining("404").hasMessageContaining("unknown log");
    TestLog otherKey = TestLog.named(log.key.name());
    assertThat(refused(witness.client(), otherKey.checkpoint(5), otherKey.proofs()).problem())
        .isEqualTo(Problem.REFUSED);
  }

  @Test
  void cosign_witnessDown_isUnreachable() throws Exception {
    WitnessClient client = witness.client();
    witness.close();
    assertThat(refused(client, log.checkpoint(5), log.proofs()).problem())
        .isEqualTo(Problem.UNREACHABLE);
  }

  /** Takes the connection and never answers. */
  @Test
  void cosign_witnessSilent_isUnreachableAfterTheLimit() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, TestWitness.loopback(0).getAddress())) {
      WitnessClient client =
          new WitnessClient(
              BaseUrl.parse("http://127.0.0.1:" + silent.getLocalPort()),
              witness.key.cosigner(),
              HttpCalls.within(Duration.ofMillis(50)));
      assertThat(refused(client, log.checkpoint(5), log.proofs()))
          .hasMessageContaining("within 50 ms")
          .extracting(WitnessException::problem)
          .isEqualTo(Problem.UNREACHABLE);
    }
  }

  @Test
  void cosign_answerThatDoesNotEnd_isCutOff() throws Exception {
    try (ScriptedWitness endless = ScriptedWitness.endless()) {
      assertThat(problem(endless)).isEqualTo(Problem.UNREACHABLE);
      assertThat(endless.hungUp.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void cosign_tooLongAnAnswer_isNotRead() throws Exception {
    String answer = ScriptedWitness.answer(200, "x".repeat(20_000));
    try (ScriptedWitness talker = ScriptedWitness.of(answer)) {
      WitnessClient client = TestWitness.client(talker.url(), witness.key);
      assertThat(refused(client, log.checkpoint(5), log.proofs()))
          .hasMessageContaining("more than 16384 bytes");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, '', MISBEHAVED",
    "200, nonsense, MISBEHAVED",
    "200, '\u2014 other.example/w AAAAAAAA\n', MISBEHAVED",
    "409, many, MISBEHAVED",
    "409, -1, MISBEHAVED",
    "409, 007, MISBEHAVED",
    "409, 0, MISBEHAVED",
    "409, 99999999999999999999, MISBEHAVED",
    "409, 9, AHEAD",
    "409, 3, BUSY",
    "422, no, FORKED",
    "400, no, REFUSED",
    "403, no, REFUSED",
    "301, no, REFUSED",
    "500, no, UNREACHABLE",
    "503, no, UNREACHABLE",
  })
  void cosign_strangeAnswer_isToldApart(int status, String body, Problem expected)
      throws Exception {
    String first = ScriptedWitness.answer(status, body);
    String then = expected == Problem.BUSY ? ScriptedWitness.answer(409, "4\n") : first;
    try (ScriptedWitness strange = ScriptedWitness.of(first, then)) {
      assertThat(problem(strange)).isEqualTo(expected);
    }
  }

  @Test
  void cosign_redirect_isNotFollowed() throws Exception {
    try (ScriptedWitness target = ScriptedWitness.of(ScriptedWitness.answer(200, ""))) {
      String redirect =
          "HTTP/1.1 307 X\r\nLocation: %s/add-checkpoint\r\nContent-Length: 0\r\n\r\n"
              .formatted(target.url());
      try (ScriptedWitness redirecting = ScriptedWitness.of(redirect)) {
        assertThat(problem(redirecting)).isEqualTo(Problem.REFUSED);
      }
      assertThat(target.asked).isEmpty();
    }
  }

  @Test
  void cosign_signatureOverAnotherCheckpoint_isRefused() throws Exception {
    String wrong =
        Cosignature.make(log.checkpoint(6).text(), witness.key, Instant.now()).line() + "\n";
    try (ScriptedWitness liar = ScriptedWitness.of(ScriptedWitness.answer(200, wrong))) {
      assertThat(problem(liar)).isEqualTo(Problem.MISBEHAVED);
    }
  }

  @Test
  void cosign_signatureOfAnotherKey_isRefused() throws Exception {
    TestSigner thief = TestSigner.of(witness.key.name());
    String line = Cosignature.make(log.checkpoint(5).text(), thief, Instant.now()).line() + "\n";
    try (ScriptedWitness liar = ScriptedWitness.of(ScriptedWitness.answer(200, line))) {
      assertThat(problem(liar)).isEqualTo(Problem.MISBEHAVED);
    }
  }

  /** What it refused does not stick: the next answer is looked at afresh. */
  @Test
  void cosign_afterALie_worksAgain() throws Exception {
    SignedNote note = log.checkpoint(5);
    String good = Cosignature.make(note.text(), witness.key, Instant.now()).line() + "\n";
    try (ScriptedWitness unsteady =
        ScriptedWitness.of(
            ScriptedWitness.answer(409, "1000000"), ScriptedWitness.answer(200, good))) {
      WitnessClient client = TestWitness.client(unsteady.url(), witness.key);
      assertThat(refused(client, note, log.proofs()).problem()).isEqualTo(Problem.AHEAD);
      assertThat(client.cosign(note, log.proofs()).line() + "\n").isEqualTo(good);
      assertThat(unsteady.asked).hasSize(2).allMatch(body -> body.startsWith("old 0\n"));
    }
  }

  @Test
  void new_keyOfALog_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new WitnessClient(
                    BaseUrl.parse("https://witness.example"),
                    log.key.verifier(),
                    HttpCalls.within(Duration.ofSeconds(1))));
  }

  private static String text(@org.jspecify.annotations.Nullable SignedNote note) throws Exception {
    return Checkpoint.parse(Objects.requireNonNull(note).text()).text();
  }
}
