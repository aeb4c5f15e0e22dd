package org.kagiban.audit.verify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.kagiban.audit.tree.Hash;

/**
 * What is remembered of each chain, by its name: head, sequence and a word of state. A key takes 64
 * bytes, 16 of them the beginning of SHA-256 over its name under a number of this run's own, and up
 * to 16 more in the index: a million keys about 80 MB. Not thread-safe.
 */
final class KeyTable {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int WORDS = 8;
  private static final int HEAD = 2;
  private static final int HEAD_WORDS = Hash.SIZE / Long.BYTES;
  private static final int SEQUENCE = 6;
  private static final int STATE = 7;
  private static final int PAGE_BITS = 12;
  private static final int PAGE = 1 << PAGE_BITS;

  private final MessageDigest sha256 = sha256();
  private final byte[] salt = new byte[16];
  private final byte[] hash = new byte[32];
  private final List<long[]> pages = new ArrayList<>();
  // Numbers of keys plus one; 0 where free.
  private int[] index = new int[1 << 10];
  private int count;

  KeyTable() {
    new SecureRandom().nextBytes(salt);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** How many keys. */
  int count() {
    return count;
  }

  /** The number of the key with this name, from 0; a new one where it is not known. */
  int find(byte[] source, int offset, int length) {
    sha256.update(salt);
    sha256.update(source, offset, length);
    try {
      sha256.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes hold SHA-256", e);
    }
    long high = (long) LONG.get(hash, 0);
    long low = (long) LONG.get(hash, Long.BYTES);
    int slot = (int) high & (index.length - 1);
    while (index[slot] != 0) {
      int key = index[slot] - 1;
      if (word(key, 0) == high && word(key, 1) == low) {
        return key;
      }
      slot = (slot + 1) & (index.length - 1);
    }
    return add(slot, high, low);
  }

  private int add(int slot, long high, long low) {
    if (count % PAGE == 0) {
      pages.add(new long[PAGE * WORDS]);
    }
    int key = count;
    count++;
    set(key, 0, high);
    set(key, 1, low);
    index[slot] = count;
    if (count > index.length / 2) {
      grow();
    }
    return key;
  }

  private void grow() {
    int[] larger = new int[2 * index.length];
    for (int key = 0; key < count; key++) {
      int slot = (int) word(key, 0) & (larger.length - 1);
      while (larger[slot] != 0) {
        slot = (slot + 1) & (larger.length - 1);
      }
      larger[slot] = key + 1;
    }
    index = larger;
  }

  /** Of the chain's last event; 0 where it has none. */
  long sequence(int key) {
    return word(key, SEQUENCE);
  }

  /** Whether these 32 bytes are the leaf hash of the chain's last event. */
  boolean isHead(int key, byte[] bytes, int offset) {
    for (int i = 0; i < HEAD_WORDS; i++) {
      if (word(key, HEAD + i) != (long) LONG.get(bytes, offset + i * Long.BYTES)) {
        return false;
      }
    }
    return true;
  }

  void advance(int key, long sequence, byte[] leaves, int offset) {
    set(key, SEQUENCE, sequence);
    for (int i = 0; i < HEAD_WORDS; i++) {
      set(key, HEAD + i, (long) LONG.get(leaves, offset + i * Long.BYTES));
    }
  }

  /** What a rule remembers of the key; 0 at first. */
  long state(int key) {
    return word(key, STATE);
  }

  void state(int key, long state) {
    set(key, STATE, state);
  }

  private long word(int key, int word) {
    return pages.get(key >>> PAGE_BITS)[(key & (PAGE - 1)) * WORDS + word];
  }

  private void set(int key, int word, long value) {
    pages.get(key >>> PAGE_BITS)[(key & (PAGE - 1)) * WORDS + word] = value;
  }
}
