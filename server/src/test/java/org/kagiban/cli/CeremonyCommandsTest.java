package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Cli.Run;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.Statement;
import org.kagiban.custody.ceremony.Statements;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.AbortCeremonyRequest;
import org.kagiban.v1.ApproveCeremonyRequest;
import org.kagiban.v1.CeremonySignature;
import org.kagiban.v1.ProposeCeremonyRequest;

/** {@code kagiban ceremony} against a server whose answers are chosen here. */
final class CeremonyCommandsTest {
  private static final String ID = "0198c0de-1111-7000-8000-000000000001";
  private static final String OTHER = "0198c0de-2222-7000-8000-000000000002";
  private static final String FILE = "ceremony: import-key\npartition: vault\n";

  @TempDir private Path folder;
  private final FakeCeremonies ceremonies = new FakeCeremonies();
  private FakeServer server;
  private String connect;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer(folder, ceremonies);
    connect = server.connectFile(DevCaller.CUSTODIAN_2);
    file = Files.writeString(folder.resolve("import.yaml"), FILE);
    ceremonies.ceremonies.add(FakeCeremonies.proposed(ID, FILE, 1));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void check_saysInWordsWhatItAsksForAndItsHash() {
    Run run = Cli.run("ceremony", "check", file.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(run.out())
        .contains("Make the key pair that seed files are sealed for.")
        .contains("Partition: vault.")
        .contains("Performed by the server.")
        .contains("SHA-256  " + hash());
  }

  @Test
  void check_wrongFile_namesEveryMistakeWithItsLine() throws IOException {
    Files.writeString(file, "ceremony: import-key\npartition: vault\nlabel: x\nbits: 2048\n");

    Run run = Cli.run("ceremony", "check", file.toString());

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains(file + ":3: label").contains(file + ":4: bits");
  }

  @Test
  void propose_signsTheFileWithTheConnectFilesKey() throws Exception {
    Run run = Cli.run("ceremony", "propose", file.toString(), "--connect", connect);

    assertThat(run.err()).isEmpty();
    ProposeCeremonyRequest request = ceremonies.last(ProposeCeremonyRequest.class);
    assertThat(request.getFile().toStringUtf8()).isEqualTo(FILE);
    assertSigned(Act.PROPOSE, request.getCeremonyId(), request.getSignature());
    assertThat(life(request.getSignature())).isLessThanOrEqualTo(Duration.ofMinutes(10));
    assertThat(run.out())
        .startsWith("proposed  " + request.getCeremonyId() + "  import-key\nneeds 1 more approval")
        .contains("SHA-256  " + hash());
  }

  @Test
  void propose_answerLost_saysHowToRepeatTheSameProposal() {
    ceremonies.failing(Status.UNAVAILABLE.withDescription("gone").asRuntimeException());

    Run run = Cli.run("ceremony", "propose", file.toString(), "--id", OTHER, "--connect", connect);

    assertThat(run.exit()).isEqualTo(Exit.UNAVAILABLE);
    assertThat(run.err()).contains("add --id " + OTHER);
  }

  @Test
  void approve_showsTheFileAndAsksForItsHash() throws Exception {
    ScriptedPrompts prompts = new ScriptedPrompts(hash().substring(0, 8).toUpperCase(Locale.ROOT));

    Run run =
        Cli.run(prompts, null, "ceremony", "approve", ID, "--hours", "8", "--connect", connect);

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(prompts.screen())
        .contains("proposed by a.sato")
        .contains("Make the key pair that seed files are sealed for.")
        .contains(FILE.strip())
        .contains("SHA-256  " + hash());
    ApproveCeremonyRequest request = ceremonies.last(ApproveCeremonyRequest.class);
    assertThat(HexFormat.of().formatHex(request.getFileHash().toByteArray())).isEqualTo(hash());
    assertSigned(Act.APPROVE, ID, request.getSignature());
    assertThat(life(request.getSignature())).isEqualTo(Duration.ofHours(8));
    assertThat(run.out()).startsWith("approved\nproposed  " + ID).contains("can begin");
  }

  @Test
  void approve_otherDigits_sendsNothing() {
    Run run =
        Cli.run(
            new ScriptedPrompts("00000000"), null, "ceremony", "approve", ID, "--connect", connect);

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("nothing was approved");
    assertThat(ceremonies.requests).hasSize(1);
  }

  @Test
  void approve_withTheHash_asksNothing() {
    Run run = Cli.run("ceremony", "approve", ID, "--hash", hash(), "--connect", connect);

    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(ceremonies.last(ApproveCeremonyRequest.class).getCeremonyId()).isEqualTo(ID);
  }

  @Test
  void approve_withAnothersHash_isRefused() {
    Run run = Cli.run("ceremony", "approve", ID, "--hash", "0".repeat(64), "--connect", connect);

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains(hash()).contains("nothing was approved");
    assertThat(ceremonies.requests).hasSize(1);
  }

  @Test
  void approve_withoutATerminal_saysWhatToGive() {
    Run run = Cli.run("ceremony", "approve", ID, "--connect", connect);

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("--hash HEX");
    assertThat(ceremonies.requests).isEmpty();
  }

  @Test
  void approve_serverThatLiesAboutTheHash_isCaught() {
    ceremonies.ceremonies.set(
        0,
        ceremonies.ceremonies.get(0).toBuilder()
            .setFile(ByteString.copyFromUtf8(FILE + "# more\n"))
            .build());

    Run run = Cli.run("ceremony", "approve", ID, "--hash", hash(), "--connect", connect);

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains("does not fit together");
    assertThat(ceremonies.requests).hasSize(1);
  }

  @Test
  void id_beginning_findsTheOneThatBeginsWithIt() {
    ceremonies.ceremonies.add(FakeCeremonies.proposed(OTHER, FILE, 1));

    assertThat(show("0198c0de-1").out()).contains(ID);

    Run several = show("0198c0");
    assertThat(several.exit()).isEqualTo(Exit.REFUSED);
    assertThat(several.err()).contains("several").contains(ID).contains(OTHER);
    assertThat(show("ffffff").err()).contains("begins with ffffff");
    assertThat(show("0198c").exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void show_showsWhoSignedAndTheFile() {
    assertThat(show(ID).out())
        .contains("propose  a.sato")
        .contains("as the server puts it")
        .contains(FILE.strip());
    assertThat(Cli.run("ceremony", "show", ID, "--transcript", "--connect", connect).out())
        .isEqualTo("transcript: v1\n");
  }

  @Test
  void show_out_writesTheVeryBytesAndOverwritesNothing() {
    Path out = folder.resolve("fetched.yaml");

    Run first = Cli.run("ceremony", "show", ID, "--out", out.toString(), "--connect", connect);
    Run second = Cli.run("ceremony", "show", ID, "--out", out.toString(), "--connect", connect);

    assertThat(first.out()).contains("SHA-256  " + hash());
    assertThat(out).hasContent(FILE);
    assertThat(second.exit()).isEqualTo(Exit.USAGE);
    assertThat(second.err()).contains("exists already");
  }

  @Test
  void abort_withdraw_cancel_areSignedAboutTheFile() throws Exception {
    Run aborted = Cli.run("ceremony", "abort", ID, "--reason", "HSM lost", "--connect", connect);
    AbortCeremonyRequest request = ceremonies.last(AbortCeremonyRequest.class);
    assertSigned(Act.ABORT, ID, request.getSignature());
    assertThat(request.getReason()).isEqualTo("HSM lost");
    assertThat(aborted.out()).startsWith("aborted");
    assertThat(Cli.run("ceremony", "withdraw", ID, "--connect", connect).out())
        .startsWith("taken back");
    assertThat(Cli.run("ceremony", "cancel", ID, "--connect", connect).out()).contains("cancelled");
  }

  @Test
  void list_andKeys_areTables() {
    assertThat(Cli.run("ceremony", "list", "--connect", connect).out())
        .startsWith("ID        STATUS    APPROVALS  WHAT")
        .contains("0198c0de  proposed  1 missing  import-key: as the server puts it");
    assertThat(Cli.run("ceremony", "keys", "--connect", connect).out())
        .contains("kagiban-kek-1  active  since 2026-11-18T")
        .contains("ceremony 0198c0de  wraps 1,000,000 seeds")
        .contains("KCV a1b2c3  (AES-CMAC)");
    assertThat(Cli.run("ceremony", "keys", "--json", "--connect", connect).out())
        .startsWith("{\"keys\":[{\"label\":\"kagiban-kek-1\"");
  }

  private Run show(String id) {
    return Cli.run("ceremony", "show", id, "--connect", connect);
  }

  private String hash() {
    return Sha256.hex(ByteString.copyFromUtf8(FILE).toByteArray());
  }

  private void assertSigned(Act act, String id, CeremonySignature signature) throws Exception {
    Path pem = server.connect(DevCaller.CUSTODIAN_2).certificate();
    try (InputStream in = Files.newInputStream(pem)) {
      X509Certificate certificate = CertificateUtils.getX509Certificates(in)[0];
      Statement statement =
          new Statement(
              act,
              CeremonyId.parse(id),
              Sha256.of(ByteString.copyFromUtf8(FILE).toByteArray()),
              instant(signature.getSignedAt()),
              instant(signature.getExpiresAt()));
      assertThat(Statements.verify(certificate, statement, signature.getSignature().toByteArray()))
          .isTrue();
    }
  }

  private static Duration life(CeremonySignature signature) {
    return Duration.between(instant(signature.getSignedAt()), instant(signature.getExpiresAt()));
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
