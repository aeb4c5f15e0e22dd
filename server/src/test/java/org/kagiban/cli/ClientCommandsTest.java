package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Cli.Run;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerifyResponse;

/** Commands against a server whose answers are chosen here. */
final class ClientCommandsTest {
  @TempDir private Path folder;
  private final FakeVerification verification = new FakeVerification();
  private FakeServer server;
  private String connect;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer(folder, verification);
    connect = server.connectFile(DevCaller.INTERNET_BANKING);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void verify_accepted_printsOneLineAndExitsWithZero() {
    verification.answer(
        VerifyResponse.newBuilder()
            .setVerdict(Verdict.VERDICT_ACCEPTED)
            .setTokenId("VSST12345678")
            .setDriftSteps(0)
            .setEventId("0198"));

    Run run = verify("--token", "vsst12345678", "--code", "123 456", "--purpose", "transfer");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("ACCEPTED  VSST12345678  drift 0  event 0198\n");
    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(verification.request().getCode()).isEqualTo("123456");
    assertThat(verification.request().getSubject().getTokenId()).isEqualTo("VSST12345678");
    assertThat(verification.request().getPurpose()).isEqualTo(Purpose.PURPOSE_TRANSFER);
  }

  @Test
  void verify_wrongCode_exitsWithOne() {
    verification.answer(
        VerifyResponse.newBuilder().setVerdict(Verdict.VERDICT_WRONG_CODE).setAttemptsRemaining(9));

    Run run = verify("--institution", "cu", "--subscriber", "契約-1", "--code", "123456");

    assertThat(run.exit()).isEqualTo(Exit.NOT_ACCEPTED);
    assertThat(run.out()).isEqualTo("WRONG_CODE  9 attempts remain\n");
    assertThat(verification.request().getSubject().getSubscriber().getSubscriberId())
        .isEqualTo("契約-1");
  }

  @Test
  void verify_json_printsTheResponse() {
    verification.answer(
        VerifyResponse.newBuilder()
            .setVerdict(Verdict.VERDICT_REPLAYED)
            .setWaitSeconds(12)
            .setTokenId("VSST12345678"));

    Run run = verify("--token", "VSST12345678", "--code", "123456", "--json");

    assertThat(run.out())
        .isEqualTo(
            "{\"verdict\":\"VERDICT_REPLAYED\",\"waitSeconds\":12,\"tokenId\":\"VSST12345678\"}\n");
    assertThat(run.exit()).isEqualTo(Exit.NOT_ACCEPTED);
  }

  @Test
  void verify_withoutRequestId_choosesAFreshOneEachTime() {
    verify("--token", "A1", "--code", "123456");
    String first = verification.request().getRequestId();
    verify("--token", "A1", "--code", "123456");

    assertThat(verification.request().getRequestId()).isNotEqualTo(first);
  }

  @Test
  void verify_withRequestId_sendsIt() {
    verify("--token", "A1", "--code", "123456", "--request-id", "again-0001");

    assertThat(verification.request().getRequestId()).isEqualTo("again-0001");
  }

  @Test
  void verify_fieldRefused_namesTheField() {
    BadRequest bad =
        BadRequest.newBuilder()
            .addFieldViolations(
                FieldViolation.newBuilder().setField("code").setDescription("is too short"))
            .build();
    verification.fail(fault(Code.INVALID_ARGUMENT, "FIELD_INVALID", "bad", Any.pack(bad)));

    Run run = verify("--token", "A1", "--code", "123456");

    assertThat(run.err()).isEqualTo("kagiban: FIELD_INVALID: code: is too short\n");
    assertThat(run.exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void verify_hsmUnavailable_saysHowToRepeatTheSameRequest() {
    verification.fail(fault(Code.UNAVAILABLE, "HSM_UNAVAILABLE", "the HSM does not answer"));

    Run run = verify("--token", "A1", "--code", "123456", "--request-id", "again-0001");

    assertThat(run.err())
        .isEqualTo(
            "kagiban: HSM_UNAVAILABLE: the HSM does not answer"
                + " (to repeat this request add --request-id again-0001)\n");
    assertThat(run.exit()).isEqualTo(Exit.UNAVAILABLE);
  }

  @Test
  void verify_roleNotAllowed_exitsWithFour() {
    verification.fail(fault(Code.PERMISSION_DENIED, "ROLE_NOT_ALLOWED", "not for this role"));

    assertThat(verify("--token", "A1", "--code", "123456").exit()).isEqualTo(Exit.REFUSED);
  }

  @Test
  void verify_faultWithoutDetails_stillSaysWhatToDo() {
    verification.fail(Status.INTERNAL.withDescription("incident 7").asRuntimeException());

    Run run = verify("--token", "A1", "--code", "123456");

    assertThat(run.err()).isEqualTo("kagiban: INTERNAL: incident 7; look into the server's log\n");
    assertThat(run.exit()).isEqualTo(Exit.FAULT);
  }

  @Test
  void health_serverWithoutHealthService_saysSo() {
    Run run = Cli.run("health", "--connect", connect);

    assertThat(run.err()).contains("UNIMPLEMENTED").contains("not Kagiban");
    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
  }

  @Test
  void verify_nothingListens_saysHowToStartTheServer() {
    server.close();

    Run run = verify("--token", "A1", "--code", "123456");

    assertThat(run.err()).contains("nothing answers at localhost:").contains("kagiban serve");
    assertThat(run.exit()).isEqualTo(Exit.UNAVAILABLE);
  }

  @Test
  void verify_serverOfAnotherAuthority_saysWhatToCheck() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    DevPki pki = DevPki.ensure(other.resolve("pki"), Clock.systemUTC());
    String target = server.connect(DevCaller.INTERNET_BANKING).target();
    Path file =
        Files.writeString(
            other.resolve("connect.yaml"),
            pki.connect(DevCaller.INTERNET_BANKING, target).toYaml(other));

    Run run = Cli.run("verify", "--token", "A1", "--code", "123456", "--connect", file.toString());

    assertThat(run.err()).contains("TLS with " + target + " failed").contains("check ca");
    assertThat(run.exit()).isEqualTo(Exit.UNAVAILABLE);
  }

  private Run verify(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "verify";
    System.arraycopy(more, 0, all, 1, more.length);
    all[more.length + 1] = "--connect";
    all[more.length + 2] = connect;
    return Cli.run(all);
  }

  private static StatusRuntimeException fault(
      Code code, String reason, String message, Any... more) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder().setCode(code.getNumber()).setMessage(message);
    status.addDetails(
        Any.pack(ErrorInfo.newBuilder().setReason(reason).setDomain("kagiban.org").build()));
    for (Any any : more) {
      status.addDetails(any);
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }
}
