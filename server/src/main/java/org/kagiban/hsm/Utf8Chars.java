package org.kagiban.hsm;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/** Encodes typed characters without leaving a copy of them behind in a String. */
final class Utf8Chars {
  private Utf8Chars() {}

  /** Wipes {@code typed} and every copy but the one that {@code user} gets. */
  static <T> T encode(char[] typed, Function<byte[], T> user) {
    byte[] room = new byte[3 * typed.length];
    try {
      ByteBuffer encoded = ByteBuffer.wrap(room);
      CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
      encoder.onMalformedInput(CodingErrorAction.REPLACE);
      encoder.encode(CharBuffer.wrap(typed), encoded, true);
      return user.apply(Arrays.copyOf(room, encoded.position()));
    } finally {
      Arrays.fill(typed, '\0');
      Arrays.fill(room, (byte) 0);
    }
  }
}
