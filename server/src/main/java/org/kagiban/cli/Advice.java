package org.kagiban.cli;

import io.grpc.Status;

/** What to do after a refusal that does not say so itself, by gRPC's status code. */
final class Advice {
  private Advice() {}

  static String after(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT, OUT_OF_RANGE -> "correct it and try again";
      case PERMISSION_DENIED ->
          "use the connect file of a caller whose role and institutions allow it";
      case UNAUTHENTICATED ->
          "use a certificate that the server's configuration names, in the connect file";
      case NOT_FOUND -> "check the id";
      case FAILED_PRECONDITION -> "look at the token's state with 'kagiban token-info'";
      case RESOURCE_EXHAUSTED -> "the server is busy, try again shortly";
      case UNIMPLEMENTED -> "the server is older than this command, or not Kagiban";
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, ABORTED -> "try again shortly";
      default -> "look into the server's log";
    };
  }
}
