package org.kagiban.app;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.kagiban.cli.ConnectFile;
import org.kagiban.cli.Session;

/** Waits for what a server says of its health. */
public final class LiveHealth {
  /** For one that hangs: a start takes more than a minute where many share a processor. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private LiveHealth() {}

  /**
   * @return whether it said so; false where the process ended
   */
  public static boolean await(
      ConnectFile server, Process process, Predicate<ServingStatus> enough) {
    try (Session session = Session.open(server, PATIENCE)) {
      awaitConnection((ManagedChannel) session.channel(), process);
      CompletableFuture<Void> ended = process.onExit().thenRun(session::close);
      Iterator<HealthCheckResponse> states =
          HealthGrpc.newBlockingStub(session.channel())
              .withWaitForReady()
              .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .watch(HealthCheckRequest.getDefaultInstance());
      while (states.hasNext()) {
        if (enough.test(states.next().getStatus())) {
          ended.cancel(false);
          return true;
        }
      }
    }
    return false;
  }

  /** By itself a channel tries again after a second, then after two, and so on. */
  private static void awaitConnection(ManagedChannel channel, Process process) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              channel.resetConnectBackoff();
              return channel.getState(true) == ConnectivityState.READY || !process.isAlive();
            });
  }
}
