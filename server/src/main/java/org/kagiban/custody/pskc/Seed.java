package org.kagiban.custody.pskc;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * A seed in plaintext, on the custodian's own machine only. Destroy it after use. Not thread-safe.
 */
final class Seed implements AutoCloseable {
  private final byte[] value;

  /** Takes {@code value} over: it is zeroed by {@link #destroy}. */
  Seed(byte[] value) {
    this.value = value;
  }

  int length() {
    return value.length;
  }

  /**
   * The seed with zeros behind it up to {@code least} bytes; the HMAC is the same (RFC 2104: a key
   * is filled with zeros to the block size anyway). The caller zeroes the copy.
   */
  byte[] paddedTo(int least) {
    return Arrays.copyOf(value, Math.max(value.length, least));
  }

  /** Whether the bytes, which are not copied, are such as {@code condition} wants. */
  boolean test(Predicate<byte[]> condition) {
    return condition.test(value);
  }

  void destroy() {
    Arrays.fill(value, (byte) 0);
  }

  @Override
  public void close() {
    destroy();
  }

  @Override
  public String toString() {
    return "Seed[redacted]";
  }
}
