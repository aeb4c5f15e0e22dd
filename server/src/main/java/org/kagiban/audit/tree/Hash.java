package org.kagiban.audit.tree;

import java.util.Arrays;
import java.util.Base64;

/** A SHA-256 hash of the tree: 32 bytes. Immutable. */
public final class Hash {
  /** Bytes of a hash. */
  public static final int SIZE = 32;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @param bytes 32 bytes, copied
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes.clone());
  }

  /** The 32 bytes from {@code offset} on. */
  public static Hash at(byte[] bytes, int offset) {
    return new Hash(Arrays.copyOfRange(bytes, offset, offset + SIZE));
  }

  /**
   * Reads what {@link #base64} writes, and nothing else: RFC 4648 section 4, with its padding, and
   * no other spelling of the same bytes.
   *
   * @throws IllegalArgumentException where it is something else
   */
  public static Hash parse(String base64) {
    Hash hash = of(Base64.getDecoder().decode(base64));
    if (!hash.base64().equals(base64)) {
      throw new IllegalArgumentException("not the canonical base64 of a hash");
    }
    return hash;
  }

  /** Whether the 32 bytes from {@code offset} on are this hash. */
  public boolean matches(byte[] other, int offset) {
    return Arrays.equals(bytes, 0, SIZE, other, offset, offset + SIZE);
  }

  /** A copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, SIZE);
  }

  /** RFC 4648 section 4, 44 characters. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** For hashing without a copy; not to be changed. */
  byte[] shared() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return base64();
  }
}
