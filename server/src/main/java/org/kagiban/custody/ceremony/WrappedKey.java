package org.kagiban.custody.ceremony;

import java.util.HexFormat;

/**
 * A key on its way to another partition, wrapped (AES key wrap with padding, RFC 5649).
 *
 * @param label of the key, there and here
 * @param id its CKA_ID in ASCII
 * @param wrapped 40 bytes for a key of 32
 * @param check to compare after unwrapping
 */
public record WrappedKey(String label, String id, byte[] wrapped, KeyCheck check) {
  public WrappedKey {
    wrapped = wrapped.clone();
  }

  @Override
  public byte[] wrapped() {
    return wrapped.clone();
  }

  @Override
  public String toString() {
    return label + " [" + id + "] " + HexFormat.of().formatHex(wrapped) + ", check " + check;
  }
}
