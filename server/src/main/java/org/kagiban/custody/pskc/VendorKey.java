package org.kagiban.custody.pskc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What opens a vendor's file, on the custodian's own machine only: a pre-shared key, a passphrase,
 * or nothing for a plaintext file. Destroy it after use. Not thread-safe.
 */
public final class VendorKey implements AutoCloseable {
  private final byte @Nullable [] key;
  private final char @Nullable [] passphrase;

  private VendorKey(byte @Nullable [] key, char @Nullable [] passphrase) {
    this.key = key;
    this.passphrase = passphrase;
  }

  /** For a file whose seeds are in plaintext. */
  public static VendorKey none() {
    return new VendorKey(null, null);
  }

  /**
   * A key that the vendor sent by another way; copied.
   *
   * @param key 16, 24 or 32 bytes
   * @throws IllegalArgumentException with a sentence for people
   */
  public static VendorKey preShared(byte[] key) {
    if (key.length != 16 && key.length != 24 && key.length != 32) {
      throw new IllegalArgumentException(
          "a pre-shared AES key has 16, 24 or 32 bytes, not " + key.length);
    }
    return new VendorKey(key.clone(), null);
  }

  /**
   * A passphrase; copied.
   *
   * @throws IllegalArgumentException where it is empty
   */
  public static VendorKey passphrase(char[] passphrase) {
    if (passphrase.length == 0) {
      throw new IllegalArgumentException("the passphrase is empty");
    }
    return new VendorKey(null, passphrase.clone());
  }

  byte @Nullable [] key() {
    return key;
  }

  char @Nullable [] passphrase() {
    return passphrase;
  }

  /** Zeroes what it holds. */
  public void destroy() {
    if (key != null) {
      Arrays.fill(key, (byte) 0);
    }
    if (passphrase != null) {
      Arrays.fill(passphrase, '\0');
    }
  }

  @Override
  public void close() {
    destroy();
  }

  @Override
  public String toString() {
    return "VendorKey[redacted]";
  }
}
