package org.kagiban.hsm;

import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * A PKCS#11 function failed. The message names the function and what it returned, such as {@code
 * C_UnwrapKey: CKR_GENERAL_ERROR (0x5)}.
 */
public final class HsmException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long code;

  HsmException(String function, PKCS11Exception cause) {
    super(function + ": " + Ckr.describe(cause), cause);
    this.code = cause.getErrorCode();
  }

  /** The CKR value. */
  public long code() {
    return code;
  }

  /** Whether the HSM, the session or the login is gone, so that everything must be reopened. */
  public boolean lost() {
    return Ckr.isLost(code);
  }

  /** Whether an object that a handle named is gone. */
  boolean aboutHandle() {
    return Ckr.isBadHandle(code);
  }

  /** Whether this may be the fault of the one key or wrapped blob in hand. */
  boolean aboutKey() {
    return Ckr.isBadKey(code);
  }
}
