package com.example.bank;

import com.example.bank.Decision.Answer;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.EnrollResponse;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;
import org.kagiban.v1.VerifyTransactionRequest;
import org.kagiban.v1.VerifyTransactionResponse;

/**
 * One connection to Kagiban. Keep one for the program's life and share it: it connects again by
 * itself, and carries many calls at a time. Thread-safe.
 */
final class Kagiban implements AutoCloseable {
  private final ManagedChannel channel;
  private final Retry retry;

  /**
   * Connects at the first call.
   *
   * @param target host:port; the server's certificate must name the host
   * @param ca PEM, the authority that signed the server's certificate
   * @param certificate PEM, the bank's own; says who calls
   * @param key PEM, PKCS#8
   * @param total how long a customer waits at most
   * @throws IOException where a file cannot be read
   */
  Kagiban(String target, File ca, File certificate, File key, Duration total, Consumer<String> log)
      throws IOException {
    channel =
        Grpc.newChannelBuilder(
                target,
                TlsChannelCredentials.newBuilder()
                    .trustManager(ca)
                    .keyManager(certificate, key)
                    .build())
            // A firewall that forgets the connection is noticed before the next customer comes.
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .keepAliveWithoutCalls(true)
            // No DNS record tells this program how often to ask.
            .disableServiceConfigLookUp()
            .build();
    retry = new Retry(channel, total, log);
  }

  Answer enroll(EnrollRequest request) throws InterruptedException {
    EnrollResponse got =
        retry.call(EnrollmentServiceGrpc.newBlockingStub(channel), stub -> stub.enroll(request));
    return new Answer(
        got.getVerdict(), got.getAttemptsRemaining(), got.getWaitSeconds(), got.getEventId());
  }

  Answer verify(VerifyRequest request) throws InterruptedException {
    VerifyResponse got =
        retry.call(VerificationServiceGrpc.newBlockingStub(channel), stub -> stub.verify(request));
    return new Answer(
        got.getVerdict(), got.getAttemptsRemaining(), got.getWaitSeconds(), got.getEventId());
  }

  Answer verifyTransaction(VerifyTransactionRequest request) throws InterruptedException {
    VerifyTransactionResponse got =
        retry.call(
            VerificationServiceGrpc.newBlockingStub(channel),
            stub -> stub.verifyTransaction(request));
    return new Answer(
        got.getVerdict(), got.getAttemptsRemaining(), got.getWaitSeconds(), got.getEventId());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
