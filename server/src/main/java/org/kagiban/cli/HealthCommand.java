package org.kagiban.cli;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import picocli.CommandLine.Command;

/** {@code kagiban health}. */
@Command(
    name = "health",
    description = "Say whether the server, its HSM and its store answer. Exit code 3 if not.",
    mixinStandardHelpOptions = true)
final class HealthCommand extends ClientCommand {
  @Override
  int run(Session session, Output output) {
    HealthCheckResponse response = session.health().check(HealthCheckRequest.getDefaultInstance());
    output.answer(response, () -> response.getStatus() + "  " + session.target());
    return response.getStatus() == ServingStatus.SERVING ? Exit.OK : Exit.UNAVAILABLE;
  }
}
