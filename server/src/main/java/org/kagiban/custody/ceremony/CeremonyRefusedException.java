package org.kagiban.custody.ceremony;

/** The rules of ceremonies do not allow it; the message says why and what to do. */
public final class CeremonyRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * @param reason a word for programs, such as APPROVALS_MISSING; listed in proto/README.md
   */
  public CeremonyRefusedException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
