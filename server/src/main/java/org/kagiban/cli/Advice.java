package org.kagiban.cli;

import io.grpc.Status;
import java.util.Map;

/** What to do after a refusal, by the API's error reason, else by gRPC's status code. */
final class Advice {
  private static final String LATER = "nothing was held against the customer, try again shortly";

  private static final Map<String, String> BY_REASON =
      Map.of(
          "REQUEST_ID_REUSED",
          "leave --request-id out for a fresh one",
          "TOKEN_NOT_FOUND",
          "check the Token ID with 'kagiban tokens --institution ...'",
          "HSM_UNAVAILABLE",
          LATER,
          "STORE_UNAVAILABLE",
          LATER,
          "CLOCK_IN_DOUBT",
          "have the server's clock checked; " + LATER);

  private Advice() {}

  static String after(String reason, Status.Code code) {
    String advice = BY_REASON.get(reason);
    return advice != null ? advice : byCode(code);
  }

  private static String byCode(Status.Code code) {
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
