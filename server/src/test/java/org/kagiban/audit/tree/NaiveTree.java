package org.kagiban.audit.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** RFC 6962 section 2.1 word for word, as slow as it is plain. */
public final class NaiveTree implements HashReader {
  private record Range(int from, int to) {}

  private final TreeHasher hasher = new TreeHasher();
  private final List<Hash> leaves = new ArrayList<>();
  private final Map<Range, Hash> known = new HashMap<>();

  public NaiveTree(int size) {
    for (int i = 0; i < size; i++) {
      leaves.add(hasher.leaf(entry(i)));
    }
  }

  /** Of lengths 0 to 299, and all different but for the empty ones. */
  public static byte[] entry(int index) {
    String text = "entry " + index + " ";
    return text.repeat(40).substring(0, index * 7 % 300).getBytes(StandardCharsets.US_ASCII);
  }

  public Hash leaf(int index) {
    return leaves.get(index);
  }

  public Hash root(int size) {
    return mth(0, size);
  }

  private Hash mth(int from, int to) {
    if (from == to) {
      return TreeHasher.empty();
    }
    if (to - from == 1) {
      return leaves.get(from);
    }
    Range range = new Range(from, to);
    Hash hash = known.get(range);
    if (hash == null) {
      int k = k(to - from);
      hash = hasher.node(mth(from, from + k), mth(from + k, to));
      known.put(range, hash);
    }
    return hash;
  }

  public List<Hash> path(int m, int size) {
    List<Hash> path = new ArrayList<>();
    path(m, 0, size, path);
    return path;
  }

  private void path(int m, int from, int to, List<Hash> out) {
    if (to - from == 1) {
      return;
    }
    int k = k(to - from);
    if (m < k) {
      path(m, from, from + k, out);
      out.add(mth(from + k, to));
    } else {
      path(m - k, from + k, to, out);
      out.add(mth(from, from + k));
    }
  }

  public List<Hash> proof(int m, int size) {
    List<Hash> proof = new ArrayList<>();
    subproof(m, 0, size, true, proof);
    return proof;
  }

  private void subproof(int m, int from, int to, boolean whole, List<Hash> out) {
    if (m == to - from) {
      if (!whole) {
        out.add(mth(from, to));
      }
      return;
    }
    int k = k(to - from);
    if (m <= k) {
      subproof(m, from, from + k, whole, out);
      out.add(mth(from + k, to));
    } else {
      subproof(m - k, from + k, to, false, out);
      out.add(mth(from, from + k));
    }
  }

  /** The largest power of two smaller than n. */
  private static int k(int n) {
    int k = 1;
    while (2 * k < n) {
      k *= 2;
    }
    return k;
  }

  @Override
  public Hash read(int level, long index) {
    long to = (index + 1) << level;
    if (to > leaves.size()) {
      throw new IllegalArgumentException("not complete: " + level + ", " + index);
    }
    return mth((int) (index << level), (int) to);
  }
}
