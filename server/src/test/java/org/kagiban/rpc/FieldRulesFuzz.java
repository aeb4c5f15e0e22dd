package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status.Code;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;
import org.kagiban.fuzz.Finding;
import org.kagiban.fuzz.FuzzTarget;
import org.kagiban.fuzz.Tagged;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.ListTokensRequest;
import org.kagiban.v1.ProposeCeremonyRequest;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.ReplaceRequest;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.Transaction;
import org.kagiban.v1.TransactionField;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyTransactionRequest;
import org.kagiban.verification.Caller;

/**
 * The field rules: any bytes as a call's message, the first byte says of which call. Behind them
 * store and HSM are in doubt, so a message is refused with words and exactly one ErrorInfo, or the
 * answer is UNAVAILABLE; nothing else, and INTERNAL least of all.
 */
public final class FieldRulesFuzz implements FuzzTarget {
  private static final Set<Code> ALLOWED =
      EnumSet.of(
          Code.INVALID_ARGUMENT,
          Code.UNAVAILABLE,
          Code.NOT_FOUND,
          Code.PERMISSION_DENIED,
          Code.FAILED_PRECONDITION,
          Code.RESOURCE_EXHAUSTED);

  private static final Subject SUBJECT =
      Subject.newBuilder()
          .setSubscriber(
              Subscriber.newBuilder().setInstitution("sample-cu").setSubscriberId("1234567"))
          .build();

  private final List<ServerMethodDefinition<InputStream, InputStream>> methods;
  private final Connection connection =
      new Connection(new X509Certificate[] {certificate()}, null, Runnable::run);
  private final KnownCaller caller =
      new KnownCaller(new Caller("fuzz", Set.of(EdgeServer.OURS)), Role.CHANNEL, "fuzz");

  public FieldRulesFuzz() {
    List<BindableService> services = new ArrayList<>(DoubtfulParts.domain().services());
    services.add(new CeremonyRpc(new FakeDesk(CeremonyRpcTest.ceremony())));
    methods = services.stream().flatMap(service -> unary(service).stream()).toList();
  }

  /** In the order of their names, within the interceptors that they have in the server. */
  @SuppressWarnings("unchecked") // useInputStreamMessages makes them so
  private static List<ServerMethodDefinition<InputStream, InputStream>> unary(
      BindableService service) {
    ServerServiceDefinition guarded =
        ServerInterceptors.intercept(
            ServerInterceptors.useInputStreamMessages(service.bindService()),
            new Guard(),
            new ErrorContract(bug -> Finding.unless(false, bug)));
    return guarded.getMethods().stream()
        .filter(method -> method.getMethodDescriptor().getType() == MethodType.UNARY)
        .map(method -> (ServerMethodDefinition<InputStream, InputStream>) method)
        .sorted(Comparator.comparing(FieldRulesFuzz::name))
        .toList();
  }

  private static String name(ServerMethodDefinition<?, ?> method) {
    return method.getMethodDescriptor().getFullMethodName();
  }

  @Override
  public void feed(byte[] data) {
    Tagged tagged = Tagged.of(data);
    var method = methods.get(tagged.tag() % methods.size());
    OneCall call = new OneCall(method);
    call.make(new CallRecord(name(method), caller, connection), tagged.rest());
    if (name(method).contains("Ceremony") && call.code() == Code.OK) {
      return;
    }
    Finding.unless(ALLOWED.contains(call.code()), name(method) + " ended with " + call.code());
    Finding.unless(call.errorInfos() == 1, name(method) + " has not exactly one ErrorInfo");
  }

  /** A good message of each of the calls that have most rules, and nothing for each other one. */
  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < methods.size(); i++) {
      seeds.add(new Tagged(i, message(name(methods.get(i))).toByteArray()).data());
    }
    return seeds;
  }

  private static MessageLite message(String method) {
    String id = "5f0c4f0e-2c1e-4b60-9f3f-3a5d3f7f3a01";
    return switch (method.substring(method.indexOf('/') + 1)) {
      case "Verify" ->
          VerifyRequest.newBuilder()
              .setRequestId(id)
              .setSubject(SUBJECT)
              .setCode("123456")
              .setPurpose(Purpose.PURPOSE_LOGIN)
              .build();
      case "VerifyTransaction" ->
          VerifyTransactionRequest.newBuilder()
              .setRequestId(id)
              .setSubject(SUBJECT)
              .setCode("123456")
              .setTransaction(
                  Transaction.newBuilder()
                      .addFields(TransactionField.newBuilder().setName("payee").setValue("鍵番")))
              .build();
      case "Enroll" ->
          EnrollRequest.newBuilder()
              .setRequestId(id)
              .setSubscriber(SUBJECT.getSubscriber())
              .setTokenId("VSST12345678")
              .setCode("123456")
              .build();
      case "Replace" ->
          ReplaceRequest.newBuilder()
              .setRequestId(id)
              .setSubscriber(SUBJECT.getSubscriber())
              .setNewTokenId("VSST12345678")
              .setCode("123456")
              .setSecondCode("654321")
              .build();
      case "CreateToken" ->
          CreateTokenRequest.newBuilder()
              .setRequestId(id)
              .setInstitution("sample-cu")
              .setDevicePublicKey(ByteString.copyFrom(new byte[294]))
              .build();
      case "ListTokens" -> ListTokensRequest.newBuilder().setInstitution("sample-cu").build();
      case "ProposeCeremony" ->
          ProposeCeremonyRequest.newBuilder()
              .setCeremonyId(id)
              .setFile(ByteString.copyFromUtf8("ceremony: import-key\n"))
              .setSignature(CeremonyRpcTest.signature())
              .build();
      default -> VerifyRequest.newBuilder().setRequestId(id).setSubject(SUBJECT).build();
    };
  }

  private static X509Certificate certificate() {
    try {
      Path folder = Files.createTempDirectory("fuzz-pki");
      DevPki pki = DevPki.ensure(folder, Clock.systemUTC());
      try (InputStream in =
          Files.newInputStream(pki.connect(DevCaller.AUDITOR, "unused:1").certificate())) {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
