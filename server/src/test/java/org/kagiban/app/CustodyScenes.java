package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import javax.crypto.Cipher;
import org.kagiban.cli.Session;
import org.kagiban.cli.Signing;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.AbortCeremonyRequest;
import org.kagiban.v1.CancelCeremonyRequest;
import org.kagiban.v1.CeremonyServiceGrpc;
import org.kagiban.v1.CeremonySignature;
import org.kagiban.v1.ComponentCheck;
import org.kagiban.v1.GetImportKeyRequest;
import org.kagiban.v1.RunCeremonyRequest;
import org.kagiban.v1.RunCeremonyResponse;
import org.kagiban.v1.WithdrawApprovalRequest;

/** Ceremonies that go as they should not, and a vendor's key of two components. */
final class CustodyScenes {
  private static final String LABEL = "kagiban-vendor-acme";
  private static final List<String> HOLDERS = List.of("Aiko Tanaka", "Ben Mori");
  private static final int BITS = 256;

  final List<Component> components = List.of(Component.random(BITS), Component.random(BITS));
  private final LiveServer server;
  private final Session one;
  private final Session two;

  CustodyScenes(LiveServer server) {
    this.server = server;
    this.one = server.connect(DevCaller.CUSTODIAN_1);
    this.two = server.connect(DevCaller.CUSTODIAN_2);
  }

  /** An approval is withdrawn, then the proposal. */
  void abandon() throws Exception {
    String file =
        "ceremony: kek-generation\ntitle: Not now\npartition: live\nkey:\n  label: kagiban-kek-9\n";
    CeremonyId id = server.custodians().agree(file);
    var withdrawn =
        two.ceremonies()
            .withdrawApproval(
                WithdrawApprovalRequest.newBuilder()
                    .setCeremonyId(id.toString())
                    .setSignature(sign(two, Act.WITHDRAW, id, file))
                    .build());
    assertThat(withdrawn.getCeremony().getApprovalsMissing()).isEqualTo(1);
    var cancelled =
        one.ceremonies()
            .cancelCeremony(
                CancelCeremonyRequest.newBuilder()
                    .setCeremonyId(id.toString())
                    .setSignature(sign(one, Act.CANCEL, id, file))
                    .build());
    assertThat(cancelled.hasCeremony()).isTrue();
  }

  /** The components are not those of the file, and it is aborted. */
  void abort() throws Exception {
    String file = file("abcdef");
    CeremonyId id = server.custodians().agree(file);
    assertThatThrownBy(() -> enter(id, file))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("the key was destroyed");
    var aborted =
        one.ceremonies()
            .abortCeremony(
                AbortCeremonyRequest.newBuilder()
                    .setCeremonyId(id.toString())
                    .setReason("the letters are wrong")
                    .setSignature(sign(one, Act.ABORT, id, file))
                    .build());
    assertThat(aborted.hasCeremony()).isTrue();
  }

  /** The vendor's key comes in, and goes. */
  void vendorsKey() throws Exception {
    String kcv = components.get(0).xor(components.get(1)).kcv();
    String file = file(kcv);
    enter(server.custodians().agree(file), file);
    var gone = server.custodians().perform(CeremonyTexts.destruction(LABEL, kcv));
    assertThat(gone.getTranscript()).contains(LABEL);
  }

  private void enter(CeremonyId id, String file) throws Exception {
    RunCeremonyRequest.Builder request =
        RunCeremonyRequest.newBuilder()
            .setCeremonyId(id.toString())
            .setSignature(sign(one, Act.RUN, id, file))
            .setWrappedKey(ByteString.copyFrom(wrapped()));
    for (int i = 0; i < components.size(); i++) {
      request.addComponents(
          ComponentCheck.newBuilder()
              .setCustodian(HOLDERS.get(i))
              .setKcv(ByteString.copyFrom(HexFormat.of().parseHex(components.get(i).kcv()))));
    }
    Iterator<RunCeremonyResponse> answers =
        CeremonyServiceGrpc.newBlockingStub(one.channel()).runCeremony(request.build());
    answers.forEachRemaining(answer -> {});
  }

  private byte[] wrapped() throws GeneralSecurityException {
    byte[] importKey =
        one.seeds()
            .getImportKey(GetImportKeyRequest.getDefaultInstance())
            .getPublicKey()
            .toByteArray();
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
    oaep.init(
        Cipher.ENCRYPT_MODE,
        KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(importKey)));
    return oaep.doFinal(components.get(0).xor(components.get(1)).value());
  }

  private static CeremonySignature sign(Session by, Act act, CeremonyId id, String file)
      throws GeneralSecurityException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(file.getBytes(StandardCharsets.UTF_8));
    return Signing.with(by.connectFile(), Clock.systemUTC()).sign(act, id, hash);
  }

  private static String file(String kcv) {
    return """
        ceremony: transport-key
        title: Transport key of the vendor Acme
        partition: %s
        key:
          label: %s
          bits: %d
          kcv: "%s"
        custodians: [Aiko Tanaka, Ben Mori]
        """
        .formatted(LiveServer.PARTITION, LABEL, BITS, kcv);
  }
}
