package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.app.Looks.By;
import org.kagiban.app.Looks.Look;
import org.kagiban.app.Looks.Target;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.GetTokenRequest;
import org.kagiban.v1.ProvisioningServiceGrpc;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.Token;
import org.kagiban.v1.TokenServiceGrpc;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;

/**
 * What belongs to another institution looks, to every role and by every call, as if it did not
 * exist: the same bytes but for ids, and the same in the audit log.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutOfSightTest {
  private static final Set<String> TELLING =
      Set.of("token_id", "new_token_id", "subject", "subscriber", "subscriber_id", "institution");

  @TempDir private static Path folder;
  private RunningServer server;
  private Looks looks;
  private Channel theirChannel;
  private Device theirDevice;
  private Subscriber theirSubscriber;
  private Token before;

  @BeforeAll
  void start() throws Exception {
    server = RunningServer.start(folder);
    OtherBank other = new OtherBank(folder);
    Path authorities = folder.resolve("authorities.pem");
    OtherBank.believe(authorities, server.pki(), other.pki());
    server.configure(
        server.configuration().replace(server.pki().ca().toString(), authorities.toString())
            + other.entry(DevCaller.INTERNET_BANKING, "[" + RunningServer.THEIRS + "]"));
    theirChannel = server.connect(other.pki(), DevCaller.INTERNET_BANKING);
    theirDevice =
        Device.create(
            ProvisioningServiceGrpc.newBlockingStub(theirChannel),
            RunningServer.THEIRS,
            Branch.id());
    theirSubscriber = subscriber(RunningServer.THEIRS, "8810-22");
    enrolTheirs();
    before = theirs();
    Branch ours = new Branch(server);
    Device spare = Device.create(ours.provisioning, Branch.id());
    looks = new Looks(Branch.someone(), spare.tokenId());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private void enrolTheirs() throws Exception {
    EnrollRequest request =
        EnrollRequest.newBuilder()
            .setRequestId(Branch.id())
            .setSubscriber(theirSubscriber)
            .setTokenId(theirDevice.tokenId())
            .setCode(theirDevice.code(Device.stepNow()))
            .build();
    assertThat(EnrollmentServiceGrpc.newBlockingStub(theirChannel).enroll(request).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  private Token theirs() {
    return TokenServiceGrpc.newBlockingStub(theirChannel)
        .getToken(GetTokenRequest.newBuilder().setTokenId(theirDevice.tokenId()).build())
        .getToken();
  }

  private static Subscriber subscriber(String institution, String id) {
    return Subscriber.newBuilder().setInstitution(institution).setSubscriberId(id).build();
  }

  List<Look> looks() {
    return looks.all();
  }

  /** What a look gave: the answer without ids, and the events without what the caller wrote. */
  private record Seen(Object answer, List<Map<EventField, Object>> events) {}

  @ParameterizedTest
  @MethodSource("looks")
  void look_atAnotherInstitutions_givesWhatNothingGives(Look look) throws Exception {
    String code = theirDevice.code(Device.stepNow() + 1);
    Seen foreign = seen(look, new Target(theirDevice.tokenId(), theirSubscriber, code));
    List<Target> missing =
        List.of(
            new Target("VSST99999999", subscriber(RunningServer.THEIRS, "none"), code),
            new Target("none", subscriber("no-such-cu", "8810-22"), code));
    for (Target target : missing) {
      assertThat(seen(look, target)).as(target.toString()).isEqualTo(foreign);
    }
    assertThat(theirs()).as("their token is as it was").isEqualTo(before);
  }

  private Seen seen(Look look, Target target) throws Exception {
    int known = server.events().size();
    Object answer = answer(look, target);
    List<AuditEvent> events = server.events();
    return new Seen(
        answer,
        events.subList(known, events.size()).stream().map(event -> said(event, target)).toList());
  }

  private Object answer(Look look, Target target) throws Exception {
    try {
      Message answer = look.ask().about(server.as(look.caller()), target);
      FieldDescriptor event = answer.getDescriptorForType().findFieldByName("event_id");
      return (event == null ? answer : answer.toBuilder().clearField(event).build()).toByteString();
    } catch (StatusRuntimeException e) {
      return Objects.requireNonNull(StatusProto.fromThrowable(e), "a status").toByteString();
    }
  }

  private static Map<EventField, Object> said(AuditEvent event, Target asked) {
    Map<EventField, Object> said = new EnumMap<>(EventField.class);
    for (EventField field : EventField.values()) {
      Object value =
          switch (field.type()) {
            case TEXT -> event.text(field);
            case NUMBER -> event.number(field);
            case BYTES -> event.bytes(field);
          };
      List<String> asWritten =
          List.of(
              asked.tokenId().toUpperCase(java.util.Locale.ROOT),
              asked.subscriber().getSubscriberId(),
              asked.subscriber().getInstitution());
      if (value != null && field != EventField.REQUEST) {
        said.put(field, value instanceof String && asWritten.contains(value) ? "asked" : value);
      }
    }
    return said;
  }

  /** The one guess that is right must look wrong, too, and must still be good where it belongs. */
  @Test
  void verify_rightCodeOfAnotherInstitutionsToken_isNotUsedUp() throws Exception {
    String code = theirDevice.code(Device.stepNow() + 1);
    VerifyRequest.Builder request =
        VerifyRequest.newBuilder()
            .setSubject(Subject.newBuilder().setTokenId(theirDevice.tokenId()))
            .setCode(code)
            .setPurpose(Purpose.PURPOSE_LOGIN);
    Channel ours = server.as(DevCaller.INTERNET_BANKING);
    for (int guess = 0; guess < 20; guess++) {
      assertThat(verdict(ours, request)).isEqualTo(Verdict.VERDICT_NOT_ENROLLED);
    }
    assertThat(verdict(theirChannel, request)).isEqualTo(Verdict.VERDICT_ACCEPTED);
    before = theirs();
  }

  private static Verdict verdict(Channel channel, VerifyRequest.Builder request) {
    return VerificationServiceGrpc.newBlockingStub(channel)
        .verify(request.setRequestId(Branch.id()).build())
        .getVerdict();
  }

  @Test
  void looks_areAtEveryCallThatNamesATokenASubscriberOrAnInstitution() throws Exception {
    Set<String> telling = new TreeSet<>();
    for (MethodDescriptor<?, ?> method : ServedMethods.of(server.as(DevCaller.AUDITOR))) {
      if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier described
          && described.getMethodDescriptor().getInputType().getFields().stream()
              .anyMatch(field -> TELLING.contains(field.getName()))) {
        telling.add(method.getFullMethodName().replace("kagiban.v1.", ""));
      }
    }
    List<String> looked = new ArrayList<>();
    looks.all().forEach(look -> looked.add(look.method()));
    assertThat(telling).isNotEmpty();
    assertThat(new TreeSet<>(looked)).isEqualTo(telling);
    assertThat(looks.all()).extracting(Look::by).contains(By.values());
  }
}
