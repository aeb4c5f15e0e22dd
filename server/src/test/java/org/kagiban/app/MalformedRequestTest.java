package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.demo.DevCaller;
import org.kagiban.rpc.Told;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;

/** Each request breaks one rule of a good one, and is told which, and what to do. */
class MalformedRequestTest {
  @TempDir private static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest(name = "{0} -> {3}")
  @MethodSource({
    "org.kagiban.app.MalformedRequests#verifyRows",
    "org.kagiban.app.MalformedRequests#enrollmentRows",
    "org.kagiban.app.MalformedRequests#otherRows"
  })
  void call_malformed_isToldTheFieldAndWhatToDo(
      String what,
      MethodDescriptor<Message, Message> method,
      Message request,
      String field,
      String advice)
      throws Exception {
    Told told = Told.by(() -> call(method, request));
    assertThat(told.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(told.reason()).isEqualTo("FIELD_INVALID");
    assertThat(told.violations())
        .anySatisfy(one -> assertThat(one).startsWith(field + ": ").contains(advice));
    assertThat(told.message()).isNotBlank();
  }

  @Test
  void call_manyMistakes_areToldAtOnce() {
    Told told =
        Told.by(
            () ->
                call(
                    VerificationServiceGrpc.getVerifyMethod(),
                    VerifyRequest.newBuilder().setCode("secret").build()));
    List<String> fields = new ArrayList<>();
    told.violations().forEach(one -> fields.add(one.substring(0, one.indexOf(':'))));
    assertThat(fields).containsExactly("subject", "code", "purpose", "request_id");
    assertThat(told.status().toString()).doesNotContain("secret");
  }

  /** What is refused for its form is no guess: it leaves nothing behind, not even its id. */
  @Test
  void call_refusedForItsForm_doesNotUseUpItsRequestId() throws Exception {
    Told.by(() -> call(VerificationServiceGrpc.getVerifyMethod(), request("12345")));
    Message answer = call(VerificationServiceGrpc.getVerifyMethod(), request("123456"));
    assertThat(answer.toString()).contains("VERDICT_NOT_ENROLLED");
    Told reused = Told.by(() -> call(VerificationServiceGrpc.getVerifyMethod(), request("123457")));
    assertThat(reused.code()).isEqualTo(Code.ALREADY_EXISTS);
    assertThat(reused.reason()).isEqualTo("REQUEST_ID_REUSED");
  }

  /** Over the transport's limit nobody reads the request, so nobody can tell an ErrorInfo. */
  @Test
  void call_tooLarge_isRefusedAndTheConnectionGoesOn() throws Exception {
    VerifyRequest large = request("1".repeat(2_000_000));
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> call(VerificationServiceGrpc.getVerifyMethod(), large));
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    Told told = Told.by(() -> call(VerificationServiceGrpc.getVerifyMethod(), request("1")));
    assertThat(told.reason()).isEqualTo("FIELD_INVALID");
  }

  private static VerifyRequest request(String code) {
    return VerifyRequest.newBuilder()
        .setRequestId("used-once-or-not")
        .setSubject(MalformedRequests.SUBJECT)
        .setCode(code)
        .setPurpose(Purpose.PURPOSE_LOGIN)
        .build();
  }

  @SuppressWarnings("unchecked") // the rows pair each method with its own request
  private static Message call(MethodDescriptor<?, ?> method, Message request) throws Exception {
    boolean helpDesk = method.getFullMethodName().startsWith("kagiban.v1.TokenService");
    Channel channel = server.as(helpDesk ? DevCaller.HELP_DESK : DevCaller.INTERNET_BANKING);
    return ClientCalls.blockingUnaryCall(
        channel,
        (MethodDescriptor<Message, Message>) method,
        CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS),
        request);
  }
}
