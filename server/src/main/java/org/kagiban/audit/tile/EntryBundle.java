package org.kagiban.audit.tile;

import java.util.Arrays;

/**
 * The entries of one bundle, each a 16-bit big-endian length and its bytes (c2sp.org/tlog-tiles).
 * Kept as the bytes they came in, so that a run over all entries copies none.
 */
public final class EntryBundle {
  /** Most bytes of one entry. */
  public static final int MAX_ENTRY = 0xFFFF;

  /** Most bytes of a bundle. */
  public static final int MAX_BUNDLE = Tile.FULL * (2 + MAX_ENTRY);

  private final byte[] bytes;
  private final int[] offsets;

  private EntryBundle(byte[] bytes, int[] offsets) {
    this.bytes = bytes;
    this.offsets = offsets;
  }

  /**
   * Takes a bundle apart.
   *
   * @param bytes kept, not to be changed
   * @param width how many entries it has, 1 to 256
   * @throws IllegalArgumentException where it does not consist of exactly so many
   */
  public static EntryBundle parse(byte[] bytes, int width) {
    int[] offsets = new int[width + 1];
    offsets[0] = 2;
    for (int i = 0; i < width; i++) {
      int start = offsets[i];
      int end = start > bytes.length ? start : start + length(bytes, start - 2);
      if (end > bytes.length) {
        throw new IllegalArgumentException("it ends within its entry " + i + " of " + width);
      }
      offsets[i + 1] = end + 2;
    }
    if (offsets[width] - 2 != bytes.length) {
      throw new IllegalArgumentException("more follows its " + width + " entries");
    }
    return new EntryBundle(bytes, offsets);
  }

  /** The first entries of this bundle. */
  EntryBundle first(int width) {
    return new EntryBundle(bytes, Arrays.copyOf(offsets, width + 1));
  }

  private static int length(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  /** How many entries. */
  public int width() {
    return offsets.length - 1;
  }

  /** What {@link #offset} points into; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #bytes} entry {@code i} starts, its length not included. */
  public int offset(int i) {
    return offsets[i];
  }

  /** Bytes of entry {@code i}. */
  public int length(int i) {
    return offsets[i + 1] - offsets[i] - 2;
  }

  /** A copy of entry {@code i}. */
  public byte[] entry(int i) {
    return Arrays.copyOfRange(bytes, offsets[i], offsets[i] + length(i));
  }

  /** A copy of the first {@link #width} entries with their lengths. */
  byte[] cut() {
    return Arrays.copyOf(bytes, offsets[width()] - 2);
  }
}
