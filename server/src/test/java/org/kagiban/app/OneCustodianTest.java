package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.cli.Session;
import org.kagiban.cli.Signing;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.ApproveCeremonyRequest;
import org.kagiban.v1.CeremonyServiceGrpc;
import org.kagiban.v1.CeremonySignature;
import org.kagiban.v1.FinishCeremonyRequest;
import org.kagiban.v1.ListKeysRequest;
import org.kagiban.v1.ProposeCeremonyRequest;
import org.kagiban.v1.RunCeremonyRequest;

/** two-people: what one custodian tries alone against a real server, for each kind of ceremony. */
class OneCustodianTest {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // BeforeAll sets it
  private static LiveServer server;

  @BeforeAll
  static void start() throws Exception {
    server = LiveServer.startWrapped(folder, 10);
    server.makeKek("kagiban-kek-2");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** The example files, for this server's partition, so that only the missing approval is wrong. */
  static Stream<String> ceremonies() throws Exception {
    String kek = keys().lines().filter(line -> line.contains("kagiban-kek-2")).findFirst().get();
    String kcv = kek.substring(kek.lastIndexOf(' ') + 1);
    // Made already, or refused as a proposal; the batch is a real one, below.
    List<String> taken =
        List.of(
            "partition-keys",
            "import-key",
            "checkpoint-key",
            "kek-generation",
            "kek-restore",
            "seed-batch");
    try (Stream<Path> files = Files.list(Path.of("..", "hsm-config", "ceremonies"))) {
      List<String> examples = files.map(OneCustodianTest::read).toList();
      Stream<String> rest =
          examples.stream()
              .filter(text -> taken.stream().noneMatch(kind -> text.contains("ceremony: " + kind)))
              .map(text -> text.replaceAll("(?m)^partition: .*", "partition: live"))
              .map(text -> text.replace("institution: sample-cu", "institution: shinkin-0001"))
              .map(
                  text ->
                      text.contains("ceremony: key-destruction")
                          ? text.replace("kagiban-kek-1", "kagiban-kek-2")
                              .replaceAll("kcv: .*", "kcv: \"" + kcv + "\"")
                          : text);
      return Stream.concat(Stream.of(batch(), kekGeneration()), rest);
    }
  }

  private static String batch() throws Exception {
    VendorFile vendor =
        new VendorFile().add(KnownToken.random("ALON00000001", TokenProfile.DEFAULT));
    return VendorFile.check(server, vendor.seal(server, System.nanoTime() + ".xml"));
  }

  private static String kekGeneration() {
    return """
        ceremony: kek-generation
        title: A third
        partition: live
        key:
          label: kagiban-kek-3
        """;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("ceremonies")
  void ceremony_ofOneCustodian_doesNothing(String file) throws Exception {
    String before = keys();
    Session one = server.connect(DevCaller.CUSTODIAN_1);
    CeremonyId id = propose(one, file);

    assertThat(reasonOf(() -> run(one, id, file))).isIn("APPROVALS_MISSING", "COMPONENTS_DIFFER");
    assertThat(reasonOf(() -> approve(one, id, file))).isEqualTo("APPROVER_IS_PROPOSER");
    Session channel = server.connect(DevCaller.HELP_DESK);
    assertThat(reasonOf(() -> approve(channel, id, file))).isEqualTo("ROLE_NOT_ALLOWED");
    assertThat(reasonOf(() -> finish(one, id)))
        .isIn("CEREMONY_NOT_RUNNING", "CEREMONY_NOT_AT_HSM", "OUTCOME_INVALID");

    Session two = server.connect(DevCaller.CUSTODIAN_2);
    assertThat(reasonOf(() -> approve(two, id, file + "\n# altered\n"))).isEqualTo("FILE_DIFFERS");
    assertThat(reasonOf(() -> approveWithAnothersKey(two, one, id, file)))
        .isEqualTo("SIGNATURE_INVALID");
    assertThat(reasonOf(() -> run(one, id, file))).isIn("APPROVALS_MISSING", "COMPONENTS_DIFFER");
    assertThat(keys()).isEqualTo(before);
  }

  @Test
  void approval_replayedForTheSameFile_countsOnce() throws Exception {
    String file = kekGeneration();
    Session one = server.connect(DevCaller.CUSTODIAN_1);
    Session two = server.connect(DevCaller.CUSTODIAN_2);
    CeremonyId first = propose(one, file);
    CeremonySignature approval =
        Signing.with(two.connectFile(), Clock.systemUTC()).sign(Act.APPROVE, first, hash(file));
    approve(two, first, hash(file), approval);
    CeremonyId second = propose(one, file);
    assertThat(reasonOf(() -> approve(two, second, hash(file), approval)))
        .isEqualTo("SIGNATURE_INVALID");
    assertThat(reasonOf(() -> approve(two, first, hash(file), approval)))
        .isIn("SIGNATURE_REPLAYED", "ALREADY_APPROVED");
    assertThat(reasonOf(() -> run(one, second, file))).isEqualTo("APPROVALS_MISSING");
  }

  @Test
  void batch_ofAnInstitutionOutOfSight_looksAsIfThereWereNone() throws Exception {
    String file = batch().replace("shinkin-0001", "other-bank");
    Session one = server.connect(DevCaller.CUSTODIAN_1);
    assertThat(reasonOf(() -> propose(one, file))).isEqualTo("INSTITUTION_NOT_FOUND");
  }

  /** There is no other way in: these are the calls that a custodian may make. */
  @Test
  void calls_ofACustodian_areThese() {
    Session one = server.connect(DevCaller.CUSTODIAN_1);
    assertThatThrownBy(() -> Calls.verify(one, "anybody", "000000"))
        .isInstanceOf(StatusRuntimeException.class);
    assertThat(CeremonyServiceGrpc.getServiceDescriptor().getMethods()).hasSize(10);
  }

  private static CeremonyId propose(Session by, String file) throws Exception {
    CeremonyId id = CeremonyId.random();
    var unused =
        by.ceremonies()
            .proposeCeremony(
                ProposeCeremonyRequest.newBuilder()
                    .setCeremonyId(id.toString())
                    .setFile(ByteString.copyFromUtf8(file))
                    .setSignature(signing(by).sign(Act.PROPOSE, id, hash(file)))
                    .build());
    return id;
  }

  private static void approve(Session by, CeremonyId id, String file) throws Exception {
    approve(by, id, hash(file), signing(by).sign(Act.APPROVE, id, hash(file)));
  }

  private static void approveWithAnothersKey(Session by, Session signer, CeremonyId id, String file)
      throws Exception {
    approve(by, id, hash(file), signing(signer).sign(Act.APPROVE, id, hash(file)));
  }

  private static void approve(Session by, CeremonyId id, byte[] hash, CeremonySignature approval) {
    var unused =
        by.ceremonies()
            .approveCeremony(
                ApproveCeremonyRequest.newBuilder()
                    .setCeremonyId(id.toString())
                    .setFileHash(ByteString.copyFrom(hash))
                    .setSignature(approval)
                    .build());
  }

  private static void run(Session by, CeremonyId id, String file) throws Exception {
    RunCeremonyRequest.Builder request =
        RunCeremonyRequest.newBuilder()
            .setCeremonyId(id.toString())
            .setSignature(signing(by).sign(Act.RUN, id, hash(file)));
    if (file.contains("ceremony: transport-key")) {
      request.setWrappedKey(ByteString.copyFrom(new byte[384]));
    }
    CeremonyServiceGrpc.newBlockingStub(by.channel())
        .runCeremony(request.build())
        .forEachRemaining(answer -> {});
  }

  private static void finish(Session by, CeremonyId id) throws Exception {
    String outcome = "outcome: kek-backup\n";
    var unused =
        by.ceremonies()
            .finishCeremony(
                FinishCeremonyRequest.newBuilder()
                    .setCeremonyId(id.toString())
                    .setOutcome(ByteString.copyFromUtf8(outcome))
                    .setSignature(signing(by).sign(Act.FINISH, id, hash(outcome)))
                    .build());
  }

  private static Signing signing(Session session) {
    return Signing.with(session.connectFile(), Clock.systemUTC());
  }

  private static byte[] hash(String text) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private interface Attempt {
    void run() throws Exception;
  }

  private static String reasonOf(Attempt attempt) throws Exception {
    try {
      attempt.run();
      return "nothing: it was let through";
    } catch (StatusRuntimeException e) {
      var status = StatusProto.fromThrowable(e);
      assertThat(Status.fromThrowable(e).getCode()).isNotEqualTo(Status.Code.INTERNAL);
      return status == null || status.getDetailsCount() == 0
          ? String.valueOf(e.getMessage())
          : status.getDetails(0).unpack(ErrorInfo.class).getReason();
    }
  }

  private static String keys() {
    StringBuilder text = new StringBuilder();
    server
        .connect(DevCaller.AUDITOR)
        .ceremonies()
        .listKeys(ListKeysRequest.getDefaultInstance())
        .getKeysList()
        .forEach(
            key ->
                text.append(key.getLabel())
                    .append(' ')
                    .append(key.getState())
                    .append(' ')
                    .append(HexFormat.of().formatHex(key.getKcv().toByteArray()))
                    .append('\n'));
    return text.toString();
  }
}
