package org.kagiban.audit.tree;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of RFC 6962 section 2.1. Keeps one digest and its buffers, so that a run over millions
 * of leaves looks nothing up and allocates nothing. Not thread-safe: one for each thread.
 */
public final class TreeHasher {
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final MessageDigest sha256 = sha256();
  private final byte[] pair = new byte[1 + 2 * Hash.SIZE];
  private byte[] fold = new byte[0];

  public TreeHasher() {
    pair[0] = NODE;
  }

  /** SHA-256 of nothing: the root of a tree without leaves. */
  public static Hash empty() {
    return Hash.of(sha256().digest());
  }

  /** SHA-256(0x00 ‖ entry). */
  public Hash leaf(byte[] entry) {
    byte[] out = new byte[Hash.SIZE];
    leaf(entry, 0, entry.length, out, 0);
    return Hash.of(out);
  }

  /** SHA-256(0x00 ‖ entry), written to {@code out} from {@code at} on. */
  public void leaf(byte[] entry, int offset, int length, byte[] out, int at) {
    sha256.update(LEAF);
    sha256.update(entry, offset, length);
    finish(out, at);
  }

  /** SHA-256(0x01 ‖ left ‖ right). */
  public Hash node(Hash left, Hash right) {
    byte[] out = new byte[Hash.SIZE];
    node(left.shared(), 0, right.shared(), 0, out, 0);
    return Hash.of(out);
  }

  /** SHA-256(0x01 ‖ left ‖ right), written to {@code out} from {@code at} on; may overlap. */
  public void node(byte[] left, int leftAt, byte[] right, int rightAt, byte[] out, int at) {
    System.arraycopy(left, leftAt, pair, 1, Hash.SIZE);
    System.arraycopy(right, rightAt, pair, 1 + Hash.SIZE, Hash.SIZE);
    sha256.update(pair, 0, pair.length);
    finish(out, at);
  }

  /**
   * The root above {@code count} neighbouring hashes of one level.
   *
   * @param hashes left as they are
   * @param first number of the first hash, not a byte offset
   * @param count a power of two
   */
  public Hash subtree(byte[] hashes, int first, int count) {
    if (Integer.bitCount(count) != 1) {
      throw new IllegalArgumentException(count + " is not a power of two");
    }
    if (count == 1) {
      return Hash.at(hashes, first * Hash.SIZE);
    }
    if (fold.length < count / 2 * Hash.SIZE) {
      fold = new byte[count / 2 * Hash.SIZE];
    }
    halve(hashes, first, count);
    for (int left = count / 2; left > 1; left /= 2) {
      halve(fold, 0, left);
    }
    return Hash.at(fold, 0);
  }

  private void halve(byte[] from, int first, int count) {
    for (int i = 0; i < count; i += 2) {
      int at = (first + i) * Hash.SIZE;
      node(from, at, from, at + Hash.SIZE, fold, i / 2 * Hash.SIZE);
    }
  }

  private void finish(byte[] out, int at) {
    try {
      sha256.digest(out, at, Hash.SIZE);
    } catch (DigestException e) {
      throw new IllegalArgumentException("no room for a hash at " + at, e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
