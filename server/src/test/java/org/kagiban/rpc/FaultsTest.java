package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerificationServiceGrpc.VerificationServiceBlockingStub;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;
import org.kagiban.verification.AbandonedException;
import org.kagiban.verification.OverloadedException;
import org.kagiban.verification.RequestIdReusedException;
import org.kagiban.verification.StaleException;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.UnavailableException.Part;
import org.slf4j.LoggerFactory;

/** What callers are told when something fails behind the edge. */
class FaultsTest {
  private static final String SECRET = "seed 3132333435";

  @TempDir private Path folder;
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private EdgeServer edge;
  private VerificationServiceBlockingStub stub;

  /** Fails with what the test says: at once, or through a future. */
  private final class Failing extends VerificationServiceGrpc.VerificationServiceImplBase {
    @Override
    public void verify(VerifyRequest request, StreamObserver<VerifyResponse> observer) {
      RuntimeException thrown = failure.get();
      if (request.getRequestId().equals("throw")) {
        throw thrown;
      }
      if (request.getRequestId().equals("status")) {
        observer.onError(Status.FAILED_PRECONDITION.asRuntimeException());
        return;
      }
      CompletableFuture<VerifyResponse> future =
          CompletableFuture.supplyAsync(
              () -> {
                throw thrown;
              });
      Reply.with(observer, future, response -> response);
    }
  }

  @BeforeEach
  void start() throws Exception {
    Map<String, BooleanSupplier> parts = Map.of("hsm", () -> true);
    edge = new EdgeServer(folder, parts, new Failing());
    stub = VerificationServiceGrpc.newBlockingStub(edge.as(DevCaller.INTERNET_BANKING));
  }

  @AfterEach
  void stop() throws Exception {
    edge.close();
  }

  private Told told(String how, RuntimeException thrown) {
    failure.set(thrown);
    return Told.by(() -> stub.verify(VerifyRequest.newBuilder().setRequestId(how).build()));
  }

  private static Arguments row(RuntimeException thrown, Code code, String reason, boolean retry) {
    return Arguments.of(thrown, code, reason, retry);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        row(
            new UnavailableException(Part.HSM_UNAVAILABLE, SECRET),
            Code.UNAVAILABLE,
            "HSM_UNAVAILABLE",
            true),
        row(
            new UnavailableException(Part.STORE_UNAVAILABLE, SECRET),
            Code.UNAVAILABLE,
            "STORE_UNAVAILABLE",
            true),
        row(
            new CompletionException(new UnavailableException(Part.CLOCK_IN_DOUBT, SECRET)),
            Code.UNAVAILABLE,
            "CLOCK_IN_DOUBT",
            true),
        row(new OverloadedException("HSM"), Code.RESOURCE_EXHAUSTED, "OVERLOADED", true),
        row(new AbandonedException(), Code.DEADLINE_EXCEEDED, "DEADLINE_PASSED", false),
        row(new StaleException(), Code.ABORTED, "CONFLICT", true),
        row(new RequestIdReusedException(), Code.ALREADY_EXISTS, "REQUEST_ID_REUSED", false),
        row(new KeyRefusedException("too short"), Code.INVALID_ARGUMENT, "KEY_REFUSED", false),
        row(new IllegalStateException(SECRET), Code.INTERNAL, "INTERNAL", false));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void call_failingBehindTheEdge_isToldTheReasonAndNothingSecret(
      RuntimeException thrown, Code code, String reason, boolean retry) {
    for (String how : List.of("throw", "later")) {
      Told told = told(how, thrown);
      assertThat(told.code()).as(how).isEqualTo(code);
      assertThat(told.reason()).isEqualTo(reason);
      assertThat(told.details(RetryInfo.class)).hasSize(retry ? 1 : 0);
      assertThat(told.status().toString()).doesNotContain(SECRET).doesNotContain("Exception");
    }
    assertThat(edge.breaches).isEmpty();
  }

  @Test
  void call_failingUnexpectedly_isToldAnIncidentThatTheLogHas() {
    Logger logger = (Logger) LoggerFactory.getLogger(Faults.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      Told told = told("later", new IllegalStateException("broken"));
      assertThat(told.message()).matches(".*incident [0-9a-f-]{36}");
      String incident = told.message().substring(told.message().length() - 36);
      assertThat(log.list).hasSize(1);
      assertThat(log.list.get(0).getKeyValuePairs().toString()).contains(incident);
      assertThat(log.list.get(0).getThrowableProxy().getMessage()).isEqualTo("broken");
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  void call_failingWithoutErrorInfo_isReportedAsABugAndToldInternal() {
    Told told = told("status", new IllegalStateException());
    assertThat(told.code()).isEqualTo(Code.INTERNAL);
    assertThat(told.reason()).isEqualTo("INTERNAL");
    assertThat(edge.breaches)
        .containsExactly(
            "kagiban.v1.VerificationService/Verify failed with FAILED_PRECONDITION and 0"
                + " ErrorInfo");
  }
}
