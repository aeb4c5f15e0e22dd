package org.kagiban.cli;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** One object in PEM (RFC 7468). */
public final class Pem {
  private static final int LINE = 64;
  private static final byte[] NEWLINE = {'\n'};

  private Pem() {}

  public static String encode(String label, byte[] der) {
    String body = Base64.getMimeEncoder(LINE, NEWLINE).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }

  /**
   * @throws IllegalArgumentException where there is no such object
   */
  static byte[] decode(String label, byte[] text) {
    String pem = new String(text, StandardCharsets.US_ASCII);
    String begin = "-----BEGIN %s-----".formatted(label);
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END %s-----".formatted(label));
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no " + label + " in PEM");
    }
    return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
  }
}
