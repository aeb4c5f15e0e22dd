package org.kagiban.fuzz;

import java.util.Arrays;

/**
 * Bytes with one before them that says which of a target's readers gets them.
 *
 * @param tag 0 to 255
 */
public record Tagged(int tag, byte[] rest) {
  /** A target's input taken apart; no bytes are tag 0 with nothing after it. */
  public static Tagged of(byte[] data) {
    return data.length == 0
        ? new Tagged(0, data)
        : new Tagged(data[0] & 0xFF, Arrays.copyOfRange(data, 1, data.length));
  }

  /** A target's input put together. */
  public byte[] data() {
    byte[] data = new byte[rest.length + 1];
    data[0] = (byte) tag;
    System.arraycopy(rest, 0, data, 1, rest.length);
    return data;
  }
}
