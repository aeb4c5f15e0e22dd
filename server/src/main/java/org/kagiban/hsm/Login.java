package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKU_SO;

/** Logs in, once: a PIN that was refused is never sent again, since the HSM would lock it. */
final class Login {
  private Login() {}

  /**
   * @throws HsmSetupException where the PIN is refused, with what to do
   */
  static void user(HsmSession session, Pin pin, String partition) {
    try {
      session.login(pin);
    } catch (HsmException e) {
      if (e.code() != Ckr.USER_ALREADY_LOGGED_IN) {
        throw explained(e, "to partition " + partition);
      }
    }
  }

  /**
   * Logs in as the security officer.
   *
   * @throws HsmSetupException where the PIN is refused, or this process has a user's session
   */
  static void officer(HsmSession session, Pin pin, String partition) {
    try {
      session.login(CKU_SO, pin);
    } catch (HsmException e) {
      if (e.code() == Ckr.USER_ANOTHER_ALREADY_LOGGED_IN
          || e.code() == Ckr.USER_ALREADY_LOGGED_IN) {
        throw new HsmSetupException(
            "partition "
                + partition
                + " is open in this process already: the security officer needs a process of their"
                + " own ("
                + e.getMessage()
                + ")",
            (Throwable) e);
      }
      throw explained(e, "as security officer of partition " + partition);
    }
  }

  private static RuntimeException explained(HsmException e, String where) {
    long code = e.code();
    String advice;
    if (code == Ckr.PIN_INCORRECT || code == Ckr.PIN_INVALID || code == Ckr.PIN_LEN_RANGE) {
      advice =
          "the PIN is wrong. It was sent once and will not be sent again, since the HSM locks the"
              + " PIN after some wrong ones. Correct the PIN, then start again";
    } else if (code == Ckr.PIN_LOCKED) {
      advice =
          "the PIN is locked after too many wrong ones. The security officer must set a new one";
    } else if (code == Ckr.PIN_EXPIRED) {
      advice = "the PIN has expired. Set a new one with the HSM's own tool, then start again";
    } else if (code == Ckr.USER_PIN_NOT_INITIALIZED) {
      advice = "the partition has no user PIN yet. The security officer must set it first";
    } else {
      return e;
    }
    String message = "login " + where + " failed: " + advice;
    return HsmSetupException.pinRefused(message + " (" + e.getMessage() + ")", e);
  }
}
