package org.kagiban.custody.pskc;

/** Stops the reading of one record; becomes a {@link Refusal}. Has no stack trace: it is cheap. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final RefusalReason reason;

  Refused(RefusalReason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  RefusalReason reason() {
    return reason;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
