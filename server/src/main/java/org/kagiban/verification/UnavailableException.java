package org.kagiban.verification;

/**
 * HSM, store or clock is in doubt: the caller gets UNAVAILABLE and nothing is held against the
 * customer (invariant fail-closed).
 */
public class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is in doubt. The names are the API's error reasons. */
  public enum Part {
    HSM_UNAVAILABLE,
    STORE_UNAVAILABLE,
    CLOCK_IN_DOUBT,
    /** This token's stored seed does not belong to it; every other token is served. */
    SEED_UNUSABLE
  }

  private final Part part;

  /**
   * @param message for the operator's log; holds no secret
   */
  public UnavailableException(Part part, String message) {
    super(message);
    this.part = part;
  }

  public UnavailableException(Part part, String message, Throwable cause) {
    super(message, cause);
    this.part = part;
  }

  public Part part() {
    return part;
  }
}
