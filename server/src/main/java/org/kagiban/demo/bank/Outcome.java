package org.kagiban.demo.bank;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.kagiban.cli.Faults;
import org.kagiban.cli.VerdictView;

/**
 * What came of a code, as the bank acts on it.
 *
 * @param waitSeconds until another attempt makes sense, 0 where Kagiban named none
 * @param attempts wrong codes until the token locks, -1 where Kagiban named none
 * @param event the audit event; empty where nothing was decided
 */
record Outcome(Kind kind, int waitSeconds, int attempts, String event) {
  /** Each is handled in {@link Words}; a new one does not compile until it is. */
  enum Kind {
    ACCEPTED,
    WRONG_CODE,
    REPLAYED,
    LOCKED,
    SUSPENDED,
    NOT_ENROLLED,
    EXPIRED,
    TOKEN_REFUSED,
    HAS_TOKEN,
    CANNOT_SIGN,
    /** The request breaks a rule of the API: nothing was decided. */
    UNREADABLE,
    /** Undecided, or the answer was lost: the same request is to be sent again. */
    UNAVAILABLE,
    /** Trying again does not help; somebody at the bank must look. */
    FAULT
  }

  static Outcome of(VerdictView answer) {
    Kind kind =
        switch (answer.verdict()) {
          case VERDICT_ACCEPTED -> Kind.ACCEPTED;
          case VERDICT_WRONG_CODE -> Kind.WRONG_CODE;
          case VERDICT_REPLAYED -> Kind.REPLAYED;
          case VERDICT_LOCKED -> Kind.LOCKED;
          case VERDICT_SUSPENDED -> Kind.SUSPENDED;
          case VERDICT_NOT_ENROLLED -> Kind.NOT_ENROLLED;
          case VERDICT_EXPIRED -> Kind.EXPIRED;
          // Not told apart: whose token an ID is, or whether there is one, is nobody's business.
          case VERDICT_ALREADY_ENROLLED, VERDICT_UNKNOWN_TOKEN -> Kind.TOKEN_REFUSED;
          case VERDICT_SUBSCRIBER_HAS_TOKEN -> Kind.HAS_TOKEN;
          // A verdict that this bank does not know is no acceptance.
          case VERDICT_UNSPECIFIED, UNRECOGNIZED -> Kind.FAULT;
        };
    Integer wait = answer.waitSeconds();
    Integer attempts = answer.attempts();
    return new Outcome(
        kind, wait == null ? 0 : wait, attempts == null ? -1 : attempts, answer.event());
  }

  static Outcome of(StatusRuntimeException failure) {
    Status.Code code = failure.getStatus().getCode();
    Kind kind =
        switch (code) {
          case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, CANCELLED, RESOURCE_EXHAUSTED ->
              Kind.UNAVAILABLE;
          case INVALID_ARGUMENT -> Kind.UNREADABLE;
          case FAILED_PRECONDITION ->
              Faults.reason(failure).equals("TOKEN_CANNOT_SIGN") ? Kind.CANNOT_SIGN : Kind.FAULT;
          case OK,
              UNKNOWN,
              NOT_FOUND,
              ALREADY_EXISTS,
              PERMISSION_DENIED,
              OUT_OF_RANGE,
              UNIMPLEMENTED,
              INTERNAL,
              DATA_LOSS,
              UNAUTHENTICATED ->
              Kind.FAULT;
        };
    return new Outcome(kind, 0, -1, "");
  }

  boolean accepted() {
    return kind == Kind.ACCEPTED;
  }
}
