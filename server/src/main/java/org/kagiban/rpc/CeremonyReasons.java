package org.kagiban.rpc;

import io.grpc.Status.Code;
import java.util.Set;

/** The status code that goes with a reason of ceremonies. */
final class CeremonyReasons {
  /** Whatever the server's state: the request is to be sent otherwise. */
  private static final Set<String> WRONG_ALWAYS =
      Set.of(
          "ABORT_REASON_INVALID",
          "CEREMONY_FILE_INVALID",
          "OUTCOME_INVALID",
          "RUN_INPUT_WRONG",
          "SIGNATURE_INVALID",
          "SIGNATURE_KEY_UNSUPPORTED",
          "SIGNATURE_LIFE");

  private CeremonyReasons() {}

  static Code code(String reason) {
    return switch (reason) {
      case "CEREMONY_NOT_FOUND", "INSTITUTION_NOT_FOUND" -> Code.NOT_FOUND;
      case "CEREMONY_ID_TAKEN" -> Code.ALREADY_EXISTS;
      default -> WRONG_ALWAYS.contains(reason) ? Code.INVALID_ARGUMENT : Code.FAILED_PRECONDITION;
    };
  }
}
