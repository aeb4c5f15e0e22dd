package org.kagiban.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says why no connection came about: gRPC itself only says UNAVAILABLE. */
final class Connecting {
  private Connecting() {}

  static boolean isAbout(Status status) {
    return status.getCode() == Status.Code.UNAVAILABLE
        || status.getCode() == Status.Code.DEADLINE_EXCEEDED;
  }

  static CliException explain(StatusRuntimeException failure, String target) {
    return new CliException(Exit.UNAVAILABLE, sentence(failure, target), failure);
  }

  private static String sentence(StatusRuntimeException failure, String target) {
    List<Throwable> causes = causes(failure);
    if (any(causes, SSLException.class)) {
      return "TLS with %s failed (%s); check ca, certificate and key of the connect file, and that"
              .formatted(target, last(causes))
          + " the server knows this certificate's authority";
    }
    if (any(causes, UnknownHostException.class)) {
      return "the host of %s is not known; correct target in the connect file".formatted(target);
    }
    if (any(causes, ConnectException.class)) {
      return "nothing answers at %s; start the server with 'kagiban serve', or correct target in"
              .formatted(target)
          + " the connect file";
    }
    if (any(causes, ClosedChannelException.class)) {
      return "%s closed the connection; check that it is a Kagiban server and still runs"
          .formatted(target);
    }
    if (failure.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return "%s did not answer in time; try again, or give it longer with --timeout"
          .formatted(target);
    }
    return "%s cannot be reached (%s); check target in the connect file, and that the server runs"
        .formatted(target, failure.getStatus().getDescription());
  }

  private static boolean any(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  private static @Nullable String last(List<Throwable> causes) {
    return causes.get(causes.size() - 1).getMessage();
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable t = failure.getCause(); t != null && !causes.contains(t); t = t.getCause()) {
      causes.add(t);
    }
    return causes;
  }
}
