package org.kagiban.custody.ceremony;

import java.util.HexFormat;
import java.util.Locale;

/**
 * A key check value and how it was computed: two values compare only where the method is the same.
 *
 * @param value lower-case hex, as many digits as the method gives
 */
public record KeyCheck(Method method, String value) {

  /** How a key check value is computed. */
  public enum Method {
    /** Of AES keys that may sign; ANSI X9.24-1. 3 bytes. */
    AES_CMAC("first 3 bytes of AES-CMAC over a block of zeros", 3),
    /** Of KEKs, which may wrap and nothing else. 3 bytes. */
    AES_KWP_ZEROS("first 3 bytes of 16 zero bytes wrapped by RFC 5649", 3),
    /** Of HMAC keys, as of seeds. 8 bytes. */
    HMAC_SHA256("first 8 bytes of HMAC-SHA-256 over \"kagiban kcv\"", 8),
    /** Of key pairs. 32 bytes. */
    SPKI_SHA256("SHA-256 of the public key's SubjectPublicKeyInfo", 32);

    private final String text;
    private final int size;

    Method(String text, int size) {
      this.text = text;
      this.size = size;
    }

    /** For people. */
    public String text() {
      return text;
    }

    /** Bytes of a value. */
    public int size() {
      return size;
    }
  }

  public KeyCheck {
    value = value.toLowerCase(Locale.ROOT);
    if (HexFormat.of().parseHex(value).length != method.size) {
      throw new IllegalArgumentException(
          "a key check value by " + method + " has " + method.size + " bytes, not " + value);
    }
  }

  /**
   * @param output at least as long as the method's values; its first bytes count
   */
  public static KeyCheck of(Method method, byte[] output) {
    return new KeyCheck(method, HexFormat.of().formatHex(output, 0, method.size));
  }

  @Override
  public String toString() {
    return value + " (" + method.text + ")";
  }
}
