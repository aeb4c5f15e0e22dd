package org.kagiban.audit.tile;

import java.util.Arrays;

/** Collects the entries of the bundle at the tree's end. */
final class BundleBuffer {
  private byte[] bytes = new byte[1 << 16];
  private int length;

  void add(byte[] source, int offset, int count) {
    if (count > EntryBundle.MAX_ENTRY) {
      throw new IllegalArgumentException("an entry has at most 65535 bytes, not " + count);
    }
    reserve(2 + count);
    bytes[length] = (byte) (count >>> 8);
    bytes[length + 1] = (byte) count;
    System.arraycopy(source, offset, bytes, length + 2, count);
    length += 2 + count;
  }

  /** Takes up what was written before. */
  void restore(byte[] bundle) {
    clear();
    reserve(bundle.length);
    System.arraycopy(bundle, 0, bytes, 0, bundle.length);
    length = bundle.length;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  void clear() {
    length = 0;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
