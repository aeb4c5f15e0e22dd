package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.SeedServiceGrpc;
import org.kagiban.v1.UploadSeedsRequest;
import org.kagiban.v1.UploadSeedsResponse;
import org.kagiban.v1.VerificationServiceGrpc;

/** What callers and load balancers see of a server that is told to stop. */
class ShutdownTest {
  @TempDir private Path folder;

  @Test
  void stop_letsARunningCallEnd_takesNoNewOneAndSaysSoFirst() throws Exception {
    try (RunningServer server = RunningServer.start(folder)) {
      URI health = server.metrics();
      var stub = VerificationServiceGrpc.newBlockingStub(server.as(DevCaller.INTERNET_BANKING));
      CompletableFuture<Code> ended = new CompletableFuture<>();
      StreamObserver<UploadSeedsRequest> upload =
          SeedServiceGrpc.newStub(server.as(DevCaller.CUSTODIAN_1)).uploadSeeds(ending(ended));
      // Once this is answered, the upload before it on the same connection has begun.
      assertThat(
              HealthGrpc.newBlockingStub(server.as(DevCaller.CUSTODIAN_1))
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
      await().until(() -> Scrape.get(health, "/readyz").statusCode() == 503);
      assertThat(Scrape.get(health, "/readyz").body()).contains("\"serving\":false");
      assertThat(Scrape.get(health, "/livez").statusCode()).isEqualTo(200);
      assertThat(stopped).isNotDone();
      Assertions.assertThatThrownBy(() -> stub.verify(Calls.verify("nobody", "123456")))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE));
      assertThat(stopped).isNotDone();
      upload.onCompleted();
      assertThat(ended.get(60, TimeUnit.SECONDS)).isNotIn(Code.UNAVAILABLE, Code.CANCELLED);
      stopped.get(60, TimeUnit.SECONDS);
      Assertions.assertThatThrownBy(() -> Scrape.get(health, "/livez"))
          .isInstanceOf(ConnectException.class);
    }
  }

  private static StreamObserver<UploadSeedsResponse> ending(CompletableFuture<Code> ended) {
    return new StreamObserver<>() {
      @Override
      public void onNext(UploadSeedsResponse response) {}

      @Override
      public void onError(Throwable failure) {
        ended.complete(((StatusRuntimeException) failure).getStatus().getCode());
      }

      @Override
      public void onCompleted() {
        ended.complete(Code.OK);
      }
    };
  }
}
