package org.kagiban.hsm;

/** The HSM cannot be used as it is set up. The message says what is wrong and what to do. */
public final class HsmSetupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean pinRefused;

  public HsmSetupException(String message) {
    super(message);
    this.pinRefused = false;
  }

  public HsmSetupException(String message, Throwable cause) {
    super(message, cause);
    this.pinRefused = false;
  }

  private HsmSetupException(String message, HsmException cause) {
    super(message, cause);
    this.pinRefused = true;
  }

  static HsmSetupException pinRefused(String message, HsmException cause) {
    return new HsmSetupException(message, cause);
  }

  /** Whether the HSM refused the PIN: it must never be sent again, or the HSM locks it. */
  public boolean pinRefused() {
    return pinRefused;
  }
}
