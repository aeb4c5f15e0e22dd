package org.kagiban.hsm;

import java.util.Locale;
import java.util.Set;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/** PKCS#11 return values: the JDK renames its own between releases. */
final class Ckr {
  static final long GENERAL_ERROR = 0x05;
  static final long ATTRIBUTE_TYPE_INVALID = 0x12;
  static final long DEVICE_ERROR = 0x30;
  static final long KEY_SIZE_RANGE = 0x62;
  static final long OBJECT_HANDLE_INVALID = 0x82;
  static final long OPERATION_ACTIVE = 0x90;
  static final long PIN_INCORRECT = 0xA0;
  static final long PIN_INVALID = 0xA1;
  static final long PIN_LEN_RANGE = 0xA2;
  static final long PIN_EXPIRED = 0xA3;
  static final long PIN_LOCKED = 0xA4;
  static final long USER_ALREADY_LOGGED_IN = 0x100;
  static final long USER_PIN_NOT_INITIALIZED = 0x102;
  static final long USER_ANOTHER_ALREADY_LOGGED_IN = 0x104;

  /** After any of these no handle can be trusted: sessions, login and objects are gone. */
  private static final Set<Long> LOST =
      Set.of(
          0x03L, // SLOT_ID_INVALID
          DEVICE_ERROR,
          0x32L, // DEVICE_REMOVED
          0xB0L, // SESSION_CLOSED
          0xB3L, // SESSION_HANDLE_INVALID
          0xE0L, // TOKEN_NOT_PRESENT
          0xE1L, // TOKEN_NOT_RECOGNIZED
          0x101L, // USER_NOT_LOGGED_IN
          0x190L); // CRYPTOKI_NOT_INITIALIZED

  /**
   * What HSMs answer to a key or wrapped blob that is not what it should be. GENERAL_ERROR is
   * SoftHSM's answer to a damaged blob: it must not count as a dead HSM.
   */
  private static final Set<Long> BAD_KEY =
      Set.of(
          GENERAL_ERROR,
          0x06L, // FUNCTION_FAILED
          0x07L, // ARGUMENTS_BAD
          0x13L, // ATTRIBUTE_VALUE_INVALID
          0x20L, // DATA_INVALID
          0x21L, // DATA_LEN_RANGE
          0x40L, // ENCRYPTED_DATA_INVALID
          0x41L, // ENCRYPTED_DATA_LEN_RANGE
          KEY_SIZE_RANGE,
          0xD1L, // TEMPLATE_INCONSISTENT
          0x110L, // WRAPPED_KEY_INVALID
          0x112L); // WRAPPED_KEY_LEN_RANGE

  /** The object that a handle named is gone. */
  private static final Set<Long> BAD_HANDLE =
      Set.of(
          OBJECT_HANDLE_INVALID,
          0x60L, // KEY_HANDLE_INVALID
          0xF0L, // UNWRAPPING_KEY_HANDLE_INVALID
          0x113L); // WRAPPING_KEY_HANDLE_INVALID

  private Ckr() {}

  static boolean isLost(long code) {
    return LOST.contains(code);
  }

  static boolean isBadHandle(long code) {
    return BAD_HANDLE.contains(code);
  }

  /** KEY_NOT_WRAPPABLE or KEY_UNEXTRACTABLE. */
  static boolean isNotExtractable(long code) {
    return code == 0x69L || code == 0x6AL;
  }

  static boolean isBadKey(long code) {
    return BAD_KEY.contains(code);
  }

  /** For example {@code CKR_GENERAL_ERROR (0x5)}. */
  static String describe(PKCS11Exception e) {
    String hex = "0x" + Long.toHexString(e.getErrorCode());
    String message = e.getMessage();
    // JDK 25 may add words of its own after the name.
    String name = message == null ? "" : message.split("[^A-Za-z0-9_]", 2)[0];
    String shown = name.startsWith("CKR_") ? name : "CKR";
    return shown.toUpperCase(Locale.ROOT) + " (" + hex + ")";
  }
}
