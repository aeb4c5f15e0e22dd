package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.demo.DevCaller;
import org.kagiban.rpc.Told;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.ListTokensRequest;

/** Callers, revocations and TLS files change while the server runs and clients are connected. */
class ReloadTest {
  @TempDir private Path folder;
  private RunningServer server;
  private OtherBank other;
  private Path authorities;
  private String config;

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.start(folder);
    other = new OtherBank(folder);
    authorities = folder.resolve("authorities.pem");
    OtherBank.believe(authorities, server.pki());
    config = server.configuration().replace(server.pki().ca().toString(), authorities.toString());
    server.configure(config);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static void list(Channel channel) {
    var unused =
        EnrollmentServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .listTokens(ListTokensRequest.newBuilder().setInstitution(RunningServer.OURS).build());
  }

  private List<@Nullable String> reloads() throws Exception {
    return server.events().stream()
        .filter(event -> event.kind() == EventKind.CONFIGURATION_RELOADED)
        .map((AuditEvent event) -> event.text(EventField.REASON))
        .toList();
  }

  private static void isRefused(Channel channel, String reason) {
    Told told = Told.by(() -> list(channel));
    assertThat(told.code()).isEqualTo(Code.PERMISSION_DENIED);
    assertThat(told.reason()).isEqualTo(reason);
  }

  /** The handshake fails, so that there is no answer to a call. */
  private static void cannotConnect(Channel channel) {
    StatusRuntimeException thrown =
        catchThrowableOfType(StatusRuntimeException.class, () -> list(channel));
    assertThat(thrown).isNotNull();
    assertThat(thrown.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
  }

  @Test
  void look_revokedCertificate_isRefusedOnItsNextCallAndOnANewConnection() throws Exception {
    ManagedChannel open = server.as(DevCaller.HELP_DESK);
    list(open);
    String fingerprint = OtherBank.fingerprint(server.pki(), DevCaller.HELP_DESK);
    String entry = "revoked:\n  - {certificate: '" + fingerprint + "', reason: lost laptop}\n";
    server.configure(config + entry);
    assertThat(open.getState(false)).isEqualTo(ConnectivityState.READY);
    isRefused(open, "CERTIFICATE_REVOKED");
    isRefused(server.connect(server.pki(), DevCaller.HELP_DESK), "CERTIFICATE_REVOKED");
    list(server.as(DevCaller.AUDITOR));
    assertThat(reloads()).containsExactly("certificates revoked: " + fingerprint);
    server.configure(config);
    list(open);
    assertThat(reloads()).last().isEqualTo("revocations taken back: " + fingerprint);
  }

  @Test
  void look_callerRemovedOrOfAnotherRole_countsFromTheNextCallOn() throws Exception {
    ManagedChannel open = server.as(DevCaller.HELP_DESK);
    list(open);
    server.configure(config.replace("role: operator", "role: custodian"));
    isRefused(open, "ROLE_NOT_ALLOWED");
    String entry = config.substring(config.indexOf("  - name: help-desk"));
    entry = entry.substring(0, entry.indexOf("  - name: custodian-1"));
    server.configure(config.replace(entry, ""));
    isRefused(open, "CALLER_UNKNOWN");
    server.configure(config);
    list(open);
    assertThat(reloads())
        .containsExactly(
            "callers changed: help-desk", "callers removed: help-desk", "callers added: help-desk");
  }

  @Test
  void look_newAuthority_isBelievedAndARemovedOneNoLonger() throws Exception {
    cannotConnect(server.connect(other.pki(), DevCaller.AUDITOR));
    OtherBank.believe(authorities, server.pki(), other.pki());
    server.look();
    ManagedChannel theirs = server.connect(other.pki(), DevCaller.AUDITOR);
    list(theirs);
    ManagedChannel ours = server.as(DevCaller.AUDITOR);
    list(ours);
    OtherBank.believe(authorities, other.pki());
    server.look();
    list(theirs);
    cannotConnect(server.connect(server.pki(), DevCaller.AUDITOR));
    isRefused(ours, "CALLER_UNKNOWN");
    assertThat(reloads()).containsExactly("client authorities", "client authorities");
  }

  @Test
  void look_newServerCertificate_isShownToNewConnectionsAndOldOnesGoOn() throws Exception {
    ManagedChannel open = server.as(DevCaller.AUDITOR);
    list(open);
    X509Certificate before = shown();
    // Certificate first: for a moment it does not fit its key, as when an operator copies files.
    copy(other.pki().serverCertificate(), server.pki().serverCertificate());
    server.look();
    assertThat(shown()).isEqualTo(before);
    copy(other.pki().serverKey(), server.pki().serverKey());
    server.look();
    assertThat(shown()).isNotEqualTo(before);
    list(open);
    assertThat(open.getState(false)).isEqualTo(ConnectivityState.READY);
    assertThat(reloads()).containsExactly("server certificate");
  }

  private static void copy(Path from, Path to) throws Exception {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void look_brokenFile_leavesAllThatWasInForce() throws Exception {
    ManagedChannel open = server.as(DevCaller.HELP_DESK);
    String removed = config.replace("name: help-desk", "name: help-desk-2");
    server.configure(removed + "callers: twice\n");
    server.configure("");
    server.configure(removed.replace("client-ca: '", "client-ca: '/nowhere"));
    Files.delete(folder.resolve("kagiban.yaml"));
    server.look();
    list(open);
    list(server.connect(server.pki(), DevCaller.HELP_DESK));
    assertThat(reloads()).isEmpty();
    server.configure(removed);
    assertThat(reloads()).containsExactly("callers added: help-desk-2; callers removed: help-desk");
  }

  @Test
  void look_institutionsChanged_waitsForARestart() throws Exception {
    ManagedChannel auditor = server.as(DevCaller.AUDITOR);
    String more =
        config.replace(
            "callers:\n", "  - {id: new-cu, name: N, token-id-prefix: NEWC}\ncallers:\n");
    server.configure(more.replace("[sample-cu]", "[sample-cu, new-cu]"));
    list(auditor);
    Told told =
        Told.by(
            () ->
                EnrollmentServiceGrpc.newBlockingStub(auditor)
                    .listTokens(ListTokensRequest.newBuilder().setInstitution("new-cu").build()));
    assertThat(told.reason()).isEqualTo("INSTITUTION_NOT_FOUND");
  }

  @Test
  void look_nothingChanged_writesNothing() throws Exception {
    server.configure("# a comment\n" + config);
    server.look();
    assertThat(reloads()).isEmpty();
  }

  /** What the server shows whoever connects. */
  private X509Certificate shown() throws Exception {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    X509Certificate[] seen = new X509Certificate[1];
    context.init(null, new TrustManager[] {new Seeing(seen)}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
      assertThatCode(socket::startHandshake).doesNotThrowAnyException();
    }
    return seen[0];
  }

  /** Believes everybody, and remembers whom. */
  private record Seeing(X509Certificate[] seen) implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new IllegalStateException("a client is not asked");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      seen[0] = chain[0];
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
