package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyRefusedException;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.custody.ceremony.Signed;
import org.kagiban.custody.ceremony.Statement;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.AbortCeremonyRequest;
import org.kagiban.v1.ApproveCeremonyRequest;
import org.kagiban.v1.CeremonyServiceGrpc;
import org.kagiban.v1.CeremonyServiceGrpc.CeremonyServiceBlockingStub;
import org.kagiban.v1.CeremonySignature;
import org.kagiban.v1.CeremonyStatus;
import org.kagiban.v1.ComponentCheck;
import org.kagiban.v1.FinishCeremonyRequest;
import org.kagiban.v1.GetCeremonyRequest;
import org.kagiban.v1.ListCeremoniesRequest;
import org.kagiban.v1.ProposeCeremonyRequest;
import org.kagiban.v1.RunCeremonyRequest;
import org.kagiban.v1.WithdrawApprovalRequest;
import org.kagiban.verification.UnavailableException;

/** CeremonyService over TLS, with a desk that does what the test says. */
class CeremonyRpcTest {
  static final CeremonyId ID = CeremonyId.parse("0198c0de-0000-7000-8000-000000000001");
  private static final byte[] FILE = "ceremony: import-key\n".getBytes(StandardCharsets.UTF_8);
  private static final Instant AT = Instant.parse("2026-11-22T10:00:00.000001Z");

  @TempDir private Path folder;
  private final FakeDesk desk = new FakeDesk(ceremony());
  private EdgeServer edge;
  private CeremonyServiceBlockingStub stub;

  static Ceremony ceremony() {
    Statement proposal = new Statement(Act.PROPOSE, ID, new byte[32], AT, AT.plusSeconds(60));
    return new Ceremony(
        ID,
        "import-key",
        FILE,
        Ceremony.Status.PROPOSED,
        List.of(new Signed(proposal, "custodian-1", "a.sato", new byte[] {1}, new byte[] {2})),
        null);
  }

  static CeremonySignature signature() {
    return CeremonySignature.newBuilder()
        .setSignedAt(Timestamp.newBuilder().setSeconds(AT.getEpochSecond()).setNanos(AT.getNano()))
        .setExpiresAt(Timestamp.newBuilder().setSeconds(AT.getEpochSecond() + 60))
        .setSignature(ByteString.copyFromUtf8("signed"))
        .build();
  }

  @BeforeEach
  void start() throws Exception {
    edge = new EdgeServer(folder, Map.of(), new CeremonyRpc(desk));
    stub = CeremonyServiceGrpc.newBlockingStub(edge.as(DevCaller.CUSTODIAN_1));
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void propose_reachesTheDeskWithWhoSignedAndWithWhichCertificate() throws Exception {
    org.kagiban.v1.Ceremony answer =
        stub.proposeCeremony(
                ProposeCeremonyRequest.newBuilder()
                    .setCeremonyId(ID.toString())
                    .setFile(ByteString.copyFrom(FILE))
                    .setSignature(signature())
                    .build())
            .getCeremony();
    assertThat(desk.acts).containsExactly("propose " + ID + " ceremony: import-key\n");
    Custodian by = Objects.requireNonNull(desk.by);
    assertThat(by.name()).isEqualTo(DevCaller.CUSTODIAN_1.id());
    assertThat(by.certificate().getSubjectX500Principal().getName())
        .contains("CN=" + DevCaller.CUSTODIAN_1.id());
    assertThat(Objects.requireNonNull(desk.signature).at()).isEqualTo(AT);
    assertThat(answer.getStatus()).isEqualTo(CeremonyStatus.CEREMONY_STATUS_PROPOSED);
    assertThat(answer.getFileHash().toByteArray())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(FILE));
    assertThat(answer.getActs(0).getPerson()).isEqualTo("a.sato");
    assertThat(answer.getActs(0).getSignature().getSignedAt()).isEqualTo(signature().getSignedAt());
    assertThat(answer.getTranscript()).startsWith("transcript");
  }

  @Test
  void actsAfterAProposal_reachTheDesk() {
    stub.approveCeremony(
        ApproveCeremonyRequest.newBuilder()
            .setCeremonyId(ID.toString())
            .setFileHash(ByteString.copyFrom(new byte[32]))
            .setSignature(signature())
            .build());
    stub.withdrawApproval(
        WithdrawApprovalRequest.newBuilder()
            .setCeremonyId(ID.toString())
            .setSignature(signature())
            .build());
    stub.finishCeremony(
        FinishCeremonyRequest.newBuilder()
            .setCeremonyId(ID.toString())
            .setOutcome(ByteString.copyFromUtf8("keys: []"))
            .setSignature(signature())
            .build());
    stub.abortCeremony(
        AbortCeremonyRequest.newBuilder()
            .setCeremonyId(ID.toString())
            .setReason("HSM lost")
            .setSignature(signature())
            .build());
    assertThat(desk.acts)
        .containsExactly(
            "approve " + ID + " 32",
            "withdraw " + ID,
            "finish " + ID + " 8",
            "abort " + ID + " HSM lost");
  }

  @Test
  void propose_everyFieldWrong_namesEach() {
    CeremonySignature late =
        signature().toBuilder()
            .setSignedAt(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
            .setSignature(ByteString.EMPTY)
            .build();
    Told told =
        Told.by(
            () ->
                stub.proposeCeremony(
                    ProposeCeremonyRequest.newBuilder()
                        .setCeremonyId("0198C0DE")
                        .setFile(ByteString.copyFrom(new byte[64 * 1024 + 1]))
                        .setSignature(late)
                        .build()));
    assertThat(told.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(told.violations())
        .extracting(text -> text.substring(0, text.indexOf(':')))
        .containsExactly("ceremony_id", "file", "signature.signature", "signature.signed_at");
    assertThat(desk.acts).isEmpty();
  }

  @Test
  void approve_hashThatIsNone_isRefused() {
    Told told =
        Told.by(
            () ->
                stub.approveCeremony(
                    ApproveCeremonyRequest.newBuilder()
                        .setCeremonyId(ID.toString())
                        .setFileHash(ByteString.copyFrom(new byte[31]))
                        .build()));
    assertThat(told.violations())
        .containsExactly(
            "file_hash: must be the SHA-256 of the file that you have read, 32 bytes",
            "signature: is missing; sign with the client certificate's key");
    assertThat(desk.acts).isEmpty();
  }

  @Test
  void run_inputOutOfItsRules_isRefused() {
    RunCeremonyRequest.Builder request =
        RunCeremonyRequest.newBuilder()
            .setCeremonyId(ID.toString())
            .setSignature(signature())
            .setWrappedKey(ByteString.copyFrom(new byte[255]));
    for (int i = 0; i < 4; i++) {
      request.addComponents(ComponentCheck.newBuilder().setCustodian(i == 0 ? "" : "a.sato"));
    }
    Told told = Told.by(() -> stub.runCeremony(request.build()).hasNext());
    assertThat(told.violations())
        .extracting(text -> text.substring(0, text.indexOf(':')))
        .contains("wrapped_key", "components", "components[0].custodian", "components[3].kcv");
    assertThat(desk.acts).isEmpty();
  }

  @Test
  void get_unknownCeremony_isNotFound() {
    Told told =
        Told.by(
            () ->
                stub.getCeremony(
                    GetCeremonyRequest.newBuilder()
                        .setCeremonyId("0198c0de-0000-7000-8000-00000000000f")
                        .build()));
    assertThat(told.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(told.reason()).isEqualTo("CEREMONY_NOT_FOUND");
  }

  @Test
  void list_isBriefAndNeverLongerThanAThousand() {
    List<org.kagiban.v1.Ceremony> listed =
        stub.listCeremonies(ListCeremoniesRequest.getDefaultInstance()).getCeremoniesList();
    assertThat(desk.acts).containsExactly("latest 100");
    assertThat(listed).hasSize(3);
    assertThat(listed.get(0).getFile().isEmpty()).isTrue();
    assertThat(listed.get(0).getActsCount()).isZero();
    assertThat(listed.get(0).getTranscript()).isEmpty();
    assertThat(listed.get(0).getSummary()).isEqualTo("makes the import key");
    Told told =
        Told.by(
            () -> stub.listCeremonies(ListCeremoniesRequest.newBuilder().setLimit(1001).build()));
    assertThat(told.violations()).containsExactly("limit: must be 1 to 1000, or 0 for 100");
  }

  @ParameterizedTest
  @CsvSource({
    "APPROVALS_MISSING, FAILED_PRECONDITION",
    "APPROVER_IS_PROPOSER, FAILED_PRECONDITION",
    "CEREMONY_NOT_FOUND, NOT_FOUND",
    "CEREMONY_ID_TAKEN, ALREADY_EXISTS",
    "CEREMONY_FILE_INVALID, INVALID_ARGUMENT",
    "SIGNATURE_INVALID, INVALID_ARGUMENT"
  })
  void refusal_isToldWithItsReason(String reason, Code code) {
    desk.failure = new CeremonyRefusedException(reason, "why, and what to do");
    Told told =
        Told.by(
            () ->
                stub.withdrawApproval(
                    WithdrawApprovalRequest.newBuilder()
                        .setCeremonyId(ID.toString())
                        .setSignature(signature())
                        .build()));
    assertThat(told.code()).isEqualTo(code);
    assertThat(told.reason()).isEqualTo(reason);
    assertThat(told.message()).isEqualTo("why, and what to do");
    assertThat(edge.breaches).isEmpty();
  }

  @Test
  void unavailableStore_isNotToldAsACustomersMatter() {
    desk.failure =
        new UnavailableException(UnavailableException.Part.STORE_UNAVAILABLE, "disk full");
    Told told =
        Told.by(
            () ->
                stub.withdrawApproval(
                    WithdrawApprovalRequest.newBuilder()
                        .setCeremonyId(ID.toString())
                        .setSignature(signature())
                        .build()));
    assertThat(told.reason()).isEqualTo("STORE_UNAVAILABLE");
    assertThat(told.message()).isEqualTo("the store does not answer; try again");
  }
}
