package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.demo.DevCaller;
import org.kagiban.rpc.Told;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.GetTokenRequest;
import org.kagiban.v1.HashAlgorithm;
import org.kagiban.v1.ListTokensRequest;
import org.kagiban.v1.ProvisioningServiceGrpc;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.ReplaceRequest;
import org.kagiban.v1.ResynchronizeRequest;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.SuspendTokenRequest;
import org.kagiban.v1.TokenProfile;
import org.kagiban.v1.TokenServiceGrpc;
import org.kagiban.v1.TokenType;
import org.kagiban.v1.UnenrollRequest;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;

/** Each request breaks one rule of a good one, and is told which, and what to do. */
class MalformedRequestTest {
  private static final Subscriber SUBSCRIBER =
      Subscriber.newBuilder().setInstitution("sample-cu").setSubscriberId("契約-1").build();
  private static final Subject SUBJECT = Subject.newBuilder().setSubscriber(SUBSCRIBER).build();
  private static final String ID = "request-1";

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

  private static Arguments row(
      String what, MethodDescriptor<?, ?> method, Message request, String field, String advice) {
    return arguments(what, method, request, field, advice);
  }

  private static Arguments verify(
      String what, Consumer<VerifyRequest.Builder> breaking, String field, String advice) {
    VerifyRequest.Builder good =
        VerifyRequest.newBuilder()
            .setRequestId(ID)
            .setSubject(SUBJECT)
            .setCode("123456")
            .setPurpose(Purpose.PURPOSE_LOGIN);
    breaking.accept(good);
    return row(what, VerificationServiceGrpc.getVerifyMethod(), good.build(), field, advice);
  }

  private static Arguments enroll(
      String what, Consumer<EnrollRequest.Builder> breaking, String field, String advice) {
    EnrollRequest.Builder good =
        EnrollRequest.newBuilder()
            .setRequestId(ID)
            .setSubscriber(SUBSCRIBER)
            .setTokenId("VSST12345678")
            .setCode("123456");
    breaking.accept(good);
    return row(what, EnrollmentServiceGrpc.getEnrollMethod(), good.build(), field, advice);
  }

  private static Arguments create(
      String what, Consumer<CreateTokenRequest.Builder> breaking, String field, String advice) {
    CreateTokenRequest.Builder good =
        CreateTokenRequest.newBuilder()
            .setRequestId(ID)
            .setInstitution("sample-cu")
            .setDevicePublicKey(ByteString.copyFrom(new byte[294]));
    breaking.accept(good);
    return row(what, ProvisioningServiceGrpc.getCreateTokenMethod(), good.build(), field, advice);
  }

  private static Arguments profile(
      String what, TokenType type, HashAlgorithm hash, int digits, int period, String field) {
    TokenProfile profile =
        TokenProfile.newBuilder()
            .setType(type)
            .setAlgorithm(hash)
            .setDigits(digits)
            .setPeriodSeconds(period)
            .build();
    return create(what, request -> request.setProfile(profile), "profile." + field, "must be ");
  }

  private static Arguments suspend(
      String what, Consumer<SuspendTokenRequest.Builder> breaking, String field, String advice) {
    SuspendTokenRequest.Builder good =
        SuspendTokenRequest.newBuilder()
            .setRequestId(ID)
            .setTokenId("VSST12345678")
            .setReason("lost");
    breaking.accept(good);
    return row(what, TokenServiceGrpc.getSuspendTokenMethod(), good.build(), field, advice);
  }

  private static Arguments list(
      String what, Consumer<ListTokensRequest.Builder> breaking, String field, String advice) {
    ListTokensRequest.Builder good = ListTokensRequest.newBuilder().setInstitution("sample-cu");
    breaking.accept(good);
    return row(what, EnrollmentServiceGrpc.getListTokensMethod(), good.build(), field, advice);
  }

  private static Subject bySubscriber(String institution, String id) {
    Subscriber subscriber =
        Subscriber.newBuilder().setInstitution(institution).setSubscriberId(id).build();
    return Subject.newBuilder().setSubscriber(subscriber).build();
  }

  static Stream<Arguments> verifyRows() {
    String code = "must be 6 to 8 digits";
    String subscriber = "1 to 64 printable characters";
    String id = "subject.subscriber.subscriber_id";
    return Stream.of(
        verify("no request id", r -> r.setRequestId(""), "request_id", "a fresh UUID does"),
        verify("7 characters", r -> r.setRequestId("request"), "request_id", "8 to 64"),
        verify("65 characters", r -> r.setRequestId("a".repeat(65)), "request_id", "8 to 64"),
        verify("a space", r -> r.setRequestId("request 1"), "request_id", "8 to 64"),
        verify("wide letters", r -> r.setRequestId("ｒｅｑｕｅｓｔ－１"), "request_id", "8 to 64"),
        verify("no subject", r -> r.clearSubject(), "subject", "set subscriber or token_id"),
        verify("5 digits", r -> r.setCode("12345"), "code", code),
        verify("9 digits", r -> r.setCode("123456789"), "code", code),
        verify("11 digits", r -> r.setCode("12345678901"), "code", "temporary code of 10"),
        verify("no code", r -> r.setCode(""), "code", code),
        verify("full-width digits", r -> r.setCode("１２３４５６"), "code", "digits 0-9"),
        verify("Arabic digits", r -> r.setCode("١٢٣٤٥٦"), "code", "digits 0-9"),
        verify("a space in the code", r -> r.setCode("123 456"), "code", code),
        verify("a newline after it", r -> r.setCode("123456\n"), "code", code),
        verify("a sign", r -> r.setCode("-123456"), "code", code),
        verify("no purpose", r -> r.clearPurpose(), "purpose", "PURPOSE_LOGIN or"),
        verify("unknown purpose", r -> r.setPurposeValue(9), "purpose", "PURPOSE_LOGIN or"),
        verify(
            "no institution",
            r -> r.setSubject(bySubscriber("", "1")),
            "subject.subscriber.institution",
            "1 to 32 of A-Z a-z 0-9"),
        verify("no subscriber", r -> r.setSubject(bySubscriber("cu", "")), id, subscriber),
        verify("space before", r -> r.setSubject(bySubscriber("cu", " 1")), id, subscriber),
        verify("control", r -> r.setSubject(bySubscriber("cu", "a\u0000b")), id, subscriber),
        verify("zero width", r -> r.setSubject(bySubscriber("cu", "a\u200bb")), id, subscriber),
        verify("too long", r -> r.setSubject(bySubscriber("cu", "1".repeat(65))), id, subscriber),
        verify(
            "Token ID with a space",
            r -> r.setSubject(Subject.newBuilder().setTokenId("VSST 12345678")),
            "subject.token_id",
            "1 to 32 of A-Z 0-9"),
        verify(
            "Token ID with a Turkish i",
            r -> r.setSubject(Subject.newBuilder().setTokenId("vıst12345678")),
            "subject.token_id",
            "1 to 32 of A-Z 0-9"));
  }

  static Stream<Arguments> enrollmentRows() {
    String code = "must be 6 to 8 digits";
    MethodDescriptor<?, ?> resync = EnrollmentServiceGrpc.getResynchronizeMethod();
    ResynchronizeRequest.Builder codes =
        ResynchronizeRequest.newBuilder().setRequestId(ID).setSubject(SUBJECT);
    codes.setFirstCode("123456").setSecondCode("654321");
    return Stream.of(
        enroll("no subscriber", r -> r.clearSubscriber(), "subscriber.subscriber_id", "1 to 64"),
        enroll("no Token ID", r -> r.clearTokenId(), "token_id", "1 to 32 of A-Z 0-9"),
        enroll("long Token ID", r -> r.setTokenId("A".repeat(33)), "token_id", "1 to 32"),
        enroll("a letter in the code", r -> r.setCode("12345O"), "code", code),
        enroll("a temporary code", r -> r.setCode("1234567890"), "code", code),
        enroll("short second code", r -> r.setSecondCode("12"), "second_code", code),
        row("one code", resync, codes.clone().clearSecondCode().build(), "second_code", code),
        row("bad first", resync, codes.clone().setFirstCode("x").build(), "first_code", code),
        row(
            "no reason",
            EnrollmentServiceGrpc.getUnenrollMethod(),
            UnenrollRequest.newBuilder().setRequestId(ID).setSubject(SUBJECT).build(),
            "reason",
            "1 to 200 characters"),
        row(
            "bad new Token ID",
            EnrollmentServiceGrpc.getReplaceMethod(),
            ReplaceRequest.newBuilder()
                .setRequestId(ID)
                .setSubscriber(SUBSCRIBER)
                .setNewTokenId("!")
                .setCode("123456")
                .build(),
            "new_token_id",
            "1 to 32 of A-Z 0-9"),
        list("no institution", r -> r.clearInstitution(), "institution", "1 to 32 of"),
        list("a page too large", r -> r.setPageSize(501), "page_size", "must be 1 to 500"),
        list("a page of -1", r -> r.setPageSize(-1), "page_size", "must be 1 to 500"),
        list("a page token made up", r -> r.setPageToken("?"), "page_token", "next_page_token"),
        list("bad subscriber", r -> r.setSubscriberId(" "), "subscriber_id", "1 to 64"));
  }

  static Stream<Arguments> otherRows() {
    TokenType totp = TokenType.TOKEN_TYPE_TOTP;
    TokenType hotp = TokenType.TOKEN_TYPE_HOTP;
    HashAlgorithm sha1 = HashAlgorithm.HASH_ALGORITHM_SHA1;
    HashAlgorithm none = HashAlgorithm.HASH_ALGORITHM_UNSPECIFIED;
    String key = "device_public_key";
    String rsa = "RSA public key of 2048 to 4096 bits";
    return Stream.of(
        create("no key", r -> r.clearDevicePublicKey(), key, rsa),
        create("a key of 10 bytes", r -> r.setDevicePublicKey(bytes(10)), key, rsa),
        create("a key of 2000 bytes", r -> r.setDevicePublicKey(bytes(2000)), key, rsa),
        create("no institution", r -> r.clearInstitution(), "institution", "1 to 32 of"),
        profile("no type", TokenType.TOKEN_TYPE_UNSPECIFIED, sha1, 6, 30, "type"),
        profile("no hash", totp, none, 6, 30, "algorithm"),
        profile("5 digits", totp, sha1, 5, 30, "digits"),
        profile("9 digits", totp, sha1, 9, 30, "digits"),
        profile("a period of 45", totp, sha1, 6, 45, "period_seconds"),
        profile("HOTP with a period", hotp, sha1, 6, 30, "period_seconds"),
        suspend("no reason", r -> r.clearReason(), "reason", "1 to 200 characters"),
        suspend("a blank reason", r -> r.setReason("  "), "reason", "say why"),
        suspend("a reason of 201", r -> r.setReason("a".repeat(201)), "reason", "1 to 200"),
        suspend("a newline", r -> r.setReason("a\nb"), "reason", "without control"),
        suspend("no Token ID", r -> r.clearTokenId(), "token_id", "1 to 32 of A-Z 0-9"),
        suspend("no request id", r -> r.clearRequestId(), "request_id", "a fresh UUID does"),
        row(
            "no Token ID",
            TokenServiceGrpc.getGetTokenMethod(),
            GetTokenRequest.getDefaultInstance(),
            "token_id",
            "1 to 32 of A-Z 0-9"));
  }

  private static ByteString bytes(int size) {
    return ByteString.copyFrom(new byte[size]);
  }

  @ParameterizedTest(name = "{0} -> {3}")
  @MethodSource({"verifyRows", "enrollmentRows", "otherRows"})
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

  private static VerifyRequest request(String code) {
    return VerifyRequest.newBuilder()
        .setRequestId("used-once-or-not")
        .setSubject(SUBJECT)
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
        CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
        request);
  }
}
