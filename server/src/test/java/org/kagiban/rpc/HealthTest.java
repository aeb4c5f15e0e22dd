package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.VerificationServiceGrpc;

class HealthTest {
  @TempDir private Path folder;
  private final AtomicBoolean hsm = new AtomicBoolean(true);
  private final AtomicBoolean store = new AtomicBoolean(true);

  @Test
  void health_servesOnlyWhileEveryPartAnswers() throws Exception {
    try (EdgeServer edge =
        new EdgeServer(
            folder,
            Map.of("hsm", hsm::get, "store", store::get),
            new VerificationServiceGrpc.VerificationServiceImplBase() {})) {
      Iterator<HealthCheckResponse> watch =
          HealthGrpc.newBlockingStub(edge.as(DevCaller.AUDITOR))
              .withDeadlineAfter(120, TimeUnit.SECONDS)
              .watch(
                  HealthCheckRequest.newBuilder()
                      .setService("kagiban.v1.VerificationService")
                      .build());
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
      hsm.set(false);
      edge.server().lookAtHealth();
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
      store.set(false);
      hsm.set(true);
      edge.server().lookAtHealth();
      store.set(true);
      // Found by looking each second, without being told.
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
      edge.server().close();
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
    }
  }

  @Test
  void health_partThatFailsWhenAsked_isNotServing() throws Exception {
    try (EdgeServer edge =
        new EdgeServer(
            folder,
            Map.of(
                "hsm",
                () -> {
                  throw new IllegalStateException("broken");
                }))) {
      ServingStatus status =
          HealthGrpc.newBlockingStub(edge.as(DevCaller.AUDITOR))
              .withDeadlineAfter(120, TimeUnit.SECONDS)
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus();
      assertThat(status).isEqualTo(ServingStatus.NOT_SERVING);
    }
  }
}
