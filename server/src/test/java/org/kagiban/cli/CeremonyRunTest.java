package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.spec.MGF1ParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Cli.Run;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyPlan;
import org.kagiban.demo.DevCaller;
import org.kagiban.store.MutableClock;
import org.kagiban.v1.FinishCeremonyRequest;
import org.kagiban.v1.GetImportKeyRequest;
import org.kagiban.v1.GetImportKeyResponse;
import org.kagiban.v1.LoadRefusal;
import org.kagiban.v1.RunCeremonyProgress;
import org.kagiban.v1.RunCeremonyRequest;
import org.kagiban.v1.RunCeremonyResponse;
import org.kagiban.v1.SeedServiceGrpc;

/** {@code kagiban ceremony run} against a server whose answers are chosen here. */
final class CeremonyRunTest {
  private static final String ID = "0198c0de-1111-7000-8000-000000000001";
  private static final String IMPORT = "ceremony: import-key\npartition: vault\n";
  private static final String KEK =
      "ceremony: kek-generation\npartition: vault\nkey:\n  label: kagiban-kek-1\n";
  private static final String TRANSPORT =
      """
      ceremony: transport-key
      partition: vault
      key:
        label: kagiban-vendor-acme
        bits: 128
      custodians: [a.sato, b.mori]
      """;
  private static final String ONE = "00112233445566778899aabbccddeeff";
  private static final String TWO = "0f0e0d0c0b0a09080706050403020100";
  private static final String BOTH = "0f1f2f3f4f5f6f7f8f9fafbfcfdfefff";

  @TempDir private Path folder;
  private final FakeCeremonies ceremonies = new FakeCeremonies();
  private final KeyPair importKey = newKey();
  private FakeServer server;
  private String connect;

  private static KeyPair newKey() {
    try {
      return SoftwareTokenTest.newKey();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives the public key. */
  private final class ImportKeys extends SeedServiceGrpc.SeedServiceImplBase {
    @Override
    public void getImportKey(
        GetImportKeyRequest request, StreamObserver<GetImportKeyResponse> observer) {
      byte[] der = importKey.getPublic().getEncoded();
      observer.onNext(
          GetImportKeyResponse.newBuilder()
              .setPublicKey(ByteString.copyFrom(der))
              .setFingerprint(ByteString.copyFrom(Sha256.of(der)))
              .build());
      observer.onCompleted();
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer(folder, ceremonies, new ImportKeys());
    connect = server.connectFile(DevCaller.CUSTODIAN_1);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Run run(Prompts prompts, @Nullable AtHsm atHsm, String... more) {
    List<String> words = new ArrayList<>(List.of("ceremony", "run", ID, "--connect", connect));
    words.addAll(List.of(more));
    return Cli.run(prompts, atHsm, words.toArray(String[]::new));
  }

  private Run run(String... more) {
    return run(ScriptedPrompts.nobody(), null, more);
  }

  private void ready(String file) {
    ceremonies.ceremonies.add(FakeCeremonies.proposed(ID, file, 0));
  }

  @Test
  void run_inTheServer_printsHowItEnded() {
    ready(IMPORT);

    Run run = run();

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(run.out()).startsWith("executed  " + ID + "  import-key\nsee kagiban ceremony show");
    assertThat(ceremonies.last(RunCeremonyRequest.class).hasSignature()).isTrue();
  }

  @Test
  void run_approvalsMissing_saysSoBeforeAnybodyIsAsked() {
    ceremonies.ceremonies.add(FakeCeremonies.proposed(ID, TRANSPORT, 1));

    Run run = run(new ScriptedPrompts(), null);

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains("needs 1 more approval: kagiban ceremony approve 0198c0de");
    assertThat(ceremonies.requests).hasSize(1);
  }

  @Test
  void run_refusedRecords_showsTwentyAndWritesAll() throws IOException {
    ready(
        "ceremony: seed-batch\npartition: vault\ninstitution: cu\nrecords: 9\nsha256: \""
            + "ab".repeat(32)
            + "\"\n");
    for (int record = 1; record <= 25; record++) {
      ceremonies.onTheWay.add(
          RunCeremonyResponse.newBuilder()
              .setRefusal(
                  LoadRefusal.newBuilder()
                      .setRecord(record)
                      .setReason("SEED_DIFFERS")
                      .setMessage("another seed"))
              .build());
    }
    Path report = folder.resolve("report.txt");

    Run run = run("--report", report.toString());

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.out().lines()).hasSize(23);
    assertThat(run.out()).contains("... and 5 more refused; all are in " + report);
    assertThat(report).content().hasLineCount(25);
  }

  @Test
  void run_cutOff_saysThatItMayGoOnAndHowToLook() {
    ready(IMPORT);
    ceremonies.failing(Status.UNAVAILABLE.withDescription("gone").asRuntimeException());

    Run run = run();

    assertThat(run.exit()).isEqualTo(Exit.UNAVAILABLE);
    assertThat(run.err()).contains("kagiban ceremony show " + ID);
  }

  @Test
  void run_transportKey_asksEachCustodianAndSendsItUnderTheImportKey() throws Exception {
    ready(TRANSPORT);
    ScriptedPrompts prompts = new ScriptedPrompts("not hex", ONE, TWO, "yes");

    Run run = run(prompts, null);

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(prompts.left()).isZero();
    assertThat(prompts.screen())
        .contains("Component 1 of 2, a.sato: ")
        .contains("Component 2 of 2, b.mori: ")
        .contains("hex digits only")
        .contains("AES-CMAC")
        .contains(PublicKeyFile.fingerprint(importKey.getPublic().getEncoded()))
        .doesNotContain(ONE)
        .doesNotContain(TWO);
    assertThat(prompts.screen().lines().filter(line -> line.startsWith("  KCV "))).hasSize(3);
    RunCeremonyRequest request = ceremonies.last(RunCeremonyRequest.class);
    assertThat(HexFormat.of().formatHex(unwrapped(request))).isEqualTo(BOTH);
    assertThat(request.getComponentsList())
        .extracting(component -> component.getCustodian() + component.getKcv().size())
        .containsExactly("a.sato3", "b.mori3");
    assertThat(request.toString()).doesNotContain(ONE);
  }

  @Test
  void run_transportKeyThatIsNotAgreedTo_sendsNothing() {
    ready(TRANSPORT);

    Run run = run(new ScriptedPrompts(ONE, TWO, "y"), null);

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("nothing was sent");
    assertThat(ceremonies.requests).hasSize(1);
  }

  @Test
  void run_transportKeyOfAnotherCheckValue_sendsNothing() {
    ready(TRANSPORT.replace("bits: 128", "bits: 128\n  kcv: \"000000\""));

    Run run = run(new ScriptedPrompts(ONE, TWO), null);

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("the vendor's by the ceremony's file 000000");
    assertThat(ceremonies.requests).hasSize(1);
  }

  @Test
  void run_transportKeyForAnotherImportKey_isRefusedBeforeComponentsAreTyped() {
    ready(TRANSPORT);

    Run run = run(new ScriptedPrompts(), null, "--fingerprint", "00".repeat(32));

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains("not the one given");
  }

  @Test
  void run_withTheSecurityOfficer_saysWhereToRunIt() {
    ready(KEK);

    Run run = run();

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("at the HSM's machine with --at-hsm kagiban.yaml");
    assertThat(ceremonies.requests).hasSize(1);
  }

  @Test
  void run_atTheHsm_makesReadyBeginsActsAndReports() throws IOException {
    ready(KEK);
    Path config = Files.writeString(folder.resolve("kagiban.yaml"), "");
    List<String> steps = new ArrayList<>();

    Run run = run(ScriptedPrompts.nobody(), new Noting(steps), "--at-hsm", config.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(steps)
        .containsExactly(
            "prepare kagiban.yaml " + ID + " kek-generation, 1 request",
            "perform, 2 requests",
            "close, 3 requests");
    assertThat(ceremonies.last(FinishCeremonyRequest.class).getOutcome().toStringUtf8())
        .isEqualTo("keys: []\n");
  }

  @Test
  void run_atTheHsmWhatTheServerPerforms_isRefused() throws IOException {
    ready(IMPORT);
    Path config = Files.writeString(folder.resolve("kagiban.yaml"), "");

    Run run =
        run(ScriptedPrompts.nobody(), new Noting(new ArrayList<>()), "--at-hsm", config.toString());

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("leave out --at-hsm");
  }

  /** Notes when it was asked to act, by the requests that the server had seen. */
  private final class Noting implements AtHsm {
    private final List<String> steps;

    Noting(List<String> steps) {
      this.steps = steps;
    }

    @Override
    public Prepared prepare(
        Path config, @Nullable Path soPin, CeremonyId id, CeremonyPlan plan, Prompts prompts) {
      note("prepare " + config.getFileName() + " " + id + " " + plan.kind());
      return new Prepared() {
        @Override
        public byte[] perform() {
          note("perform");
          return "keys: []\n".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
          note("close");
        }
      };
    }

    private void note(String step) {
      int seen = ceremonies.requests.size();
      steps.add("%s, %d %s".formatted(step, seen, seen == 1 ? "request" : "requests"));
    }
  }

  /** Ten a second; what was done before the step was first heard of does not count. */
  @Test
  void progress_withoutATerminal_isALineForEachStepAndTenthWithRateAndTimeLeft() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MutableClock clock = new MutableClock(Instant.EPOCH);
    RunProgress progress =
        new RunProgress(false, new PrintStream(bytes, true, StandardCharsets.UTF_8), clock);

    for (RunCeremonyProgress at :
        List.of(
            at("checking", 0, 0),
            at("loading", 10_000, 100_000),
            at("loading", 10_000, 100_000),
            at("loading", 30_000, 100_000),
            at("loading", 100_000, 100_000))) {
      progress.at(at.getStep(), at.getDone(), at.getTotal());
      clock.advance(Duration.ofSeconds(1000));
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            checking
            loading
            10 %  10,000 of 100,000
            30 %  30,000 of 100,000  10/s  1:56:40 left
            100 %  100,000 of 100,000  30/s  0:00:00 left
            """);
  }

  private static RunCeremonyProgress at(String step, long done, long total) {
    return RunCeremonyProgress.newBuilder().setStep(step).setDone(done).setTotal(total).build();
  }

  private byte[] unwrapped(RunCeremonyRequest request) throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        importKey.getPrivate(),
        new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT));
    return cipher.doFinal(request.getWrappedKey().toByteArray());
  }
}
