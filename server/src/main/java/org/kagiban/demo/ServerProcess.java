package org.kagiban.demo;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kagiban.cli.CliException;
import org.kagiban.cli.Exit;
import org.kagiban.cli.Session;

/** The demo's server, which ends with the demo. */
final class ServerProcess implements AutoCloseable {
  private static final int START_SECONDS = 120;
  private static final int STOP_SECONDS = 20;

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static ServerProcess start(Kagiban kagiban, DemoFolder folder) throws IOException {
    Process process = kagiban.start(folder.log(), "serve", "--config", folder.config().toString());
    ServerProcess server = new ServerProcess(process, folder.log());
    // A folder that cannot take the file must not leave a server behind.
    try {
      StaleServer.remember(folder, process.toHandle());
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /**
   * Waits until the server says that it serves.
   *
   * @throws CliException where it ends or takes too long
   */
  void awaitServing(Session session) {
    await(session, ServingStatus.SERVING::equals);
  }

  /** Waits until the server answers at all, as it does before its keys are made; likewise. */
  void awaitAnswering(Session session) {
    await(session, state -> true);
  }

  private void await(Session session, Predicate<ServingStatus> enough) {
    // A server that ended will never answer: the call must not wait for it.
    CompletableFuture<Void> ended = process.onExit().thenRun(session::close);
    try {
      Iterator<HealthCheckResponse> states =
          HealthGrpc.newBlockingStub(session.channel())
              .withWaitForReady()
              .withDeadlineAfter(START_SECONDS, TimeUnit.SECONDS)
              .watch(HealthCheckRequest.getDefaultInstance());
      while (states.hasNext()) {
        if (enough.test(states.next().getStatus())) {
          return;
        }
      }
    } catch (StatusRuntimeException e) {
      throw failed(e);
    } finally {
      ended.cancel(false);
    }
    throw failed(null);
  }

  private CliException failed(@Nullable Throwable cause) {
    String what = process.isAlive() ? "does not serve" : "ended with exit code " + code();
    CliException failure =
        new CliException(
            Exit.UNAVAILABLE,
            "the server %s; the end of its log %s:%n%s".formatted(what, log, LogTail.of(log)));
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }

  private int code() {
    return process.exitValue();
  }

  long pid() {
    return process.pid();
  }

  /** Waits until the server ends, by whatever reason. */
  int await() throws InterruptedException {
    return process.waitFor();
  }

  /** Ends the server as an operator would, and for certain. Thread-safe. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
