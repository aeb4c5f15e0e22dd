package org.kagiban.cli;

import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.health.v1.HealthGrpc.HealthBlockingStub;
import io.grpc.stub.AbstractStub;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.kagiban.v1.AuditServiceGrpc;
import org.kagiban.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import org.kagiban.v1.CeremonyServiceGrpc;
import org.kagiban.v1.CeremonyServiceGrpc.CeremonyServiceBlockingStub;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.EnrollmentServiceGrpc.EnrollmentServiceBlockingStub;
import org.kagiban.v1.ProvisioningServiceGrpc;
import org.kagiban.v1.ProvisioningServiceGrpc.ProvisioningServiceBlockingStub;
import org.kagiban.v1.SeedServiceGrpc;
import org.kagiban.v1.SeedServiceGrpc.SeedServiceBlockingStub;
import org.kagiban.v1.TokenServiceGrpc;
import org.kagiban.v1.TokenServiceGrpc.TokenServiceBlockingStub;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerificationServiceGrpc.VerificationServiceBlockingStub;

/** A connection to one server, as one caller. Every stub it gives has a deadline from now. */
public final class Session implements AutoCloseable {
  /** A call without a deadline must notice a dead peer; servers refuse pings before 5 minutes. */
  private static final int KEEP_ALIVE_MINUTES = 6;

  private final ManagedChannel channel;
  private final ConnectFile connect;
  private final Duration timeout;

  private Session(ManagedChannel channel, ConnectFile connect, Duration timeout) {
    this.channel = channel;
    this.connect = connect;
    this.timeout = timeout;
  }

  /**
   * Opens a connection; nothing is sent until the first call.
   *
   * @throws CliException (usage) where the certificate or key cannot be used
   */
  public static Session open(ConnectFile connect, Duration timeout) {
    try {
      ManagedChannelBuilder<?> builder =
          Grpc.newChannelBuilder(
              connect.target(),
              TlsChannelCredentials.newBuilder()
                  .keyManager(connect.certificate().toFile(), connect.key().toFile())
                  .trustManager(connect.ca().toFile())
                  .build());
      builder.keepAliveTime(KEEP_ALIVE_MINUTES, TimeUnit.MINUTES);
      if (connect.authority() != null) {
        builder.overrideAuthority(connect.authority());
      }
      return new Session(builder.build(), connect, timeout);
    } catch (IOException | IllegalArgumentException e) {
      throw new CliException(
          Exit.USAGE,
          "cannot use ca, certificate or key of the connect file: they must be PEM, the key"
              + " PKCS#8, the target host:port ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  public VerificationServiceBlockingStub verification() {
    return timed(VerificationServiceGrpc.newBlockingStub(channel));
  }

  public EnrollmentServiceBlockingStub enrollment() {
    return timed(EnrollmentServiceGrpc.newBlockingStub(channel));
  }

  public TokenServiceBlockingStub tokens() {
    return timed(TokenServiceGrpc.newBlockingStub(channel));
  }

  public ProvisioningServiceBlockingStub provisioning() {
    return timed(ProvisioningServiceGrpc.newBlockingStub(channel));
  }

  public SeedServiceBlockingStub seeds() {
    return timed(SeedServiceGrpc.newBlockingStub(channel));
  }

  public CeremonyServiceBlockingStub ceremonies() {
    return timed(CeremonyServiceGrpc.newBlockingStub(channel));
  }

  public AuditServiceBlockingStub audit() {
    return timed(AuditServiceGrpc.newBlockingStub(channel));
  }

  public HealthBlockingStub health() {
    return timed(HealthGrpc.newBlockingStub(channel));
  }

  /** For calls that set their own limits. */
  public Channel channel() {
    return channel;
  }

  public ConnectFile connectFile() {
    return connect;
  }

  public String target() {
    return connect.target();
  }

  private <S extends AbstractStub<S>> S timed(S stub) {
    return stub.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
