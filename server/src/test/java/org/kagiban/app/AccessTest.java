package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagiban.demo.DevCaller;
import org.kagiban.rpc.Told;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;

/** Who may call what, over real TLS. The table here is written anew, from proto/README.md. */
class AccessTest {
  private static final Set<DevCaller> EVERYONE = EnumSet.allOf(DevCaller.class);
  private static final Set<DevCaller> CHANNEL = EnumSet.of(DevCaller.INTERNET_BANKING);
  private static final Set<DevCaller> OPERATOR = EnumSet.of(DevCaller.HELP_DESK);
  private static final Set<DevCaller> CUSTODIAN = EnumSet.of(DevCaller.CUSTODIAN_1);
  private static final Map<String, Set<DevCaller>> ALLOWED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("VerificationService/Verify", CHANNEL),
              Map.entry("VerificationService/VerifyTransaction", CHANNEL),
              Map.entry("EnrollmentService/Enroll", CHANNEL),
              Map.entry("EnrollmentService/Resynchronize", CHANNEL),
              Map.entry("EnrollmentService/Unenroll", with(CHANNEL, DevCaller.HELP_DESK)),
              Map.entry("EnrollmentService/Replace", with(CHANNEL, DevCaller.HELP_DESK)),
              Map.entry(
                  "EnrollmentService/ListTokens",
                  with(CHANNEL, DevCaller.HELP_DESK, DevCaller.AUDITOR)),
              Map.entry(
                  "TokenService/GetToken", with(CHANNEL, DevCaller.HELP_DESK, DevCaller.AUDITOR)),
              Map.entry("TokenService/SuspendToken", OPERATOR),
              Map.entry("TokenService/ResumeToken", OPERATOR),
              Map.entry("TokenService/UnlockToken", OPERATOR),
              Map.entry("TokenService/RetireToken", OPERATOR),
              Map.entry("TokenService/IssueTemporaryCode", OPERATOR),
              Map.entry("ProvisioningService/CreateToken", CHANNEL),
              Map.entry("SeedService/GetImportKey", CUSTODIAN),
              Map.entry("SeedService/UploadSeeds", CUSTODIAN),
              Map.entry("CeremonyService/ProposeCeremony", CUSTODIAN),
              Map.entry("CeremonyService/ApproveCeremony", CUSTODIAN),
              Map.entry("CeremonyService/WithdrawApproval", CUSTODIAN),
              Map.entry("CeremonyService/CancelCeremony", CUSTODIAN),
              Map.entry("CeremonyService/RunCeremony", CUSTODIAN),
              Map.entry("CeremonyService/FinishCeremony", CUSTODIAN),
              Map.entry("CeremonyService/AbortCeremony", CUSTODIAN),
              Map.entry("CeremonyService/GetCeremony", with(CUSTODIAN, DevCaller.AUDITOR)),
              Map.entry("CeremonyService/ListCeremonies", with(CUSTODIAN, DevCaller.AUDITOR)),
              Map.entry("CeremonyService/ListKeys", with(CUSTODIAN, DevCaller.AUDITOR)),
              Map.entry("AuditService/GetCheckpoint", EVERYONE),
              Map.entry("AuditService/GetEvent", EVERYONE),
              Map.entry("AuditService/ExportLog", EnumSet.of(DevCaller.AUDITOR)),
              Map.entry("AuditService/TakeInventory", EnumSet.of(DevCaller.AUDITOR)),
              Map.entry("grpc.health.v1.Health/Check", EVERYONE),
              Map.entry("grpc.health.v1.Health/Watch", EVERYONE),
              Map.entry("grpc.reflection.v1.ServerReflection/ServerReflectionInfo", EVERYONE)));

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

  private static Set<DevCaller> with(Set<DevCaller> some, DevCaller... more) {
    Set<DevCaller> all = EnumSet.copyOf(some);
    all.addAll(List.of(more));
    return all;
  }

  private static List<MethodDescriptor<?, ?>> methods() throws Exception {
    return ServedMethods.of(server.as(DevCaller.AUDITOR));
  }

  private static String name(MethodDescriptor<?, ?> method) {
    return method.getFullMethodName().replace("kagiban.v1.", "");
  }

  @Test
  void table_namesEveryCallThatTheServerServes() throws Exception {
    assertThat(methods())
        .extracting(AccessTest::name)
        .containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
  }

  @ParameterizedTest
  @EnumSource(
      value = DevCaller.class,
      names = {"INTERNET_BANKING", "HELP_DESK", "CUSTODIAN_1", "AUDITOR"})
  void call_byEachRole_isLetInOrRefusedAsTheTableSays(DevCaller caller) throws Exception {
    for (MethodDescriptor<?, ?> method : methods()) {
      String name = name(method);
      Told told = Told.by(() -> callUnreadable(server.as(caller), method));
      if (ALLOWED.getOrDefault(name, Set.of()).contains(caller)) {
        // Let in, to be refused for what it says.
        assertThat(told.code()).as(name).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(told.reason()).as(name).isEqualTo("REQUEST_UNREADABLE");
      } else {
        assertThat(told.code()).as(name).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(told.reason()).as(name).isEqualTo("ROLE_NOT_ALLOWED");
        assertThat(told.message()).contains(method.getFullMethodName());
      }
    }
  }

  @Test
  void call_unknownCertificate_isRefusedWhateverTheCall() throws Exception {
    Channel unknown = server.as(DevCaller.CUSTODIAN_2);
    for (MethodDescriptor<?, ?> method : methods()) {
      Told told = Told.by(() -> callUnreadable(unknown, method));
      assertThat(told.code()).isEqualTo(Code.PERMISSION_DENIED);
      assertThat(told.reason()).isEqualTo("CALLER_UNKNOWN");
    }
    Told health = Told.by(() -> health(unknown, ""));
    assertThat(health.reason()).isEqualTo("CALLER_UNKNOWN");
  }

  @Test
  void health_forEachServiceAndOverall_isServingToEveryRole() throws Exception {
    for (DevCaller caller : DevCaller.values()) {
      if (caller != DevCaller.CUSTODIAN_2) {
        for (String service : List.of("", "kagiban.v1.VerificationService")) {
          assertThat(health(server.as(caller), service))
              .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
        }
      }
    }
  }

  @Test
  void health_unknownService_isNotFoundAsTheStandardSays() throws Exception {
    Channel channel = server.as(DevCaller.AUDITOR);
    Told told = Told.by(() -> health(channel, "no.such.Service"));
    assertThat(told.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(told.reason()).isEqualTo("NOT_FOUND");
  }

  @Test
  void call_unknownMethod_isUnimplemented() throws Exception {
    MethodDescriptor<VerifyRequest, VerifyRequest> unknown =
        VerificationServiceGrpc.getVerifyMethod().toBuilder(
                VerificationServiceGrpc.getVerifyMethod().getRequestMarshaller(),
                VerificationServiceGrpc.getVerifyMethod().getRequestMarshaller())
            .setFullMethodName("kagiban.v1.VerificationService/Guess")
            .build();
    Channel channel = server.as(DevCaller.INTERNET_BANKING);
    Told told = Told.by(() -> callUnreadable(channel, unknown));
    assertThat(told.code()).isEqualTo(Code.UNIMPLEMENTED);
    assertThat(told.reason()).isEqualTo("METHOD_UNKNOWN");
  }

  private static HealthCheckResponse.ServingStatus health(Channel channel, String service) {
    return HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  /** Calls with bytes that are no message of protobuf. */
  private static void callUnreadable(Channel channel, MethodDescriptor<?, ?> method)
      throws Exception {
    call(channel, method, new byte[] {(byte) 0xff});
  }

  private static void call(Channel channel, MethodDescriptor<?, ?> method, byte[] message)
      throws Exception {
    MethodDescriptor<byte[], byte[]> raw =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName(method.getFullMethodName())
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    CompletableFuture<Void> end = new CompletableFuture<>();
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS);
    StreamObserver<byte[]> requests =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(raw, options),
            new StreamObserver<>() {
              @Override
              public void onNext(byte[] value) {}

              @Override
              public void onError(Throwable thrown) {
                end.completeExceptionally(thrown);
              }

              @Override
              public void onCompleted() {
                end.complete(null);
              }
            });
    requests.onNext(message);
    requests.onCompleted();
    try {
      end.get(60, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause() instanceof StatusRuntimeException status
          ? status
          : Status.UNKNOWN.withCause(e).asRuntimeException();
    }
  }

  /** Bytes as they are. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
