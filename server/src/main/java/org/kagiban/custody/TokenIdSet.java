package org.kagiban.custody;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A set of Token IDs that holds 16 bytes of each one's SHA-256, so that two different ids are never
 * taken for one. A million take 32 MiB, and 48 MiB while it grows to that. Not thread-safe.
 */
public final class TokenIdSet {
  private static final int FIRST_SLOTS = 1 << 10;

  private final MessageDigest digest = Sha256.digest();

  /** Two longs a slot; the second is 0 where it is free. */
  private long[] slots = new long[2 * FIRST_SLOTS];

  private int size;

  /** Adds an id; false where it is there already. */
  public boolean add(String tokenId) {
    ByteBuffer hash = hash(tokenId);
    if (!put(slots, hash.getLong(0), hash.getLong(8))) {
      return false;
    }
    size++;
    if (size > slots.length / 8 * 3) {
      grow();
    }
    return true;
  }

  public boolean contains(String tokenId) {
    ByteBuffer hash = hash(tokenId);
    return slots[2 * find(slots, hash.getLong(0), hash.getLong(8)) + 1] != 0;
  }

  public int size() {
    return size;
  }

  private ByteBuffer hash(String tokenId) {
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(tokenId.getBytes(StandardCharsets.UTF_8)));
    // 0 marks a free slot.
    return hash.putLong(8, hash.getLong(8) | 1);
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(slots.length, 2)];
    for (int i = 0; i < slots.length; i += 2) {
      if (slots[i + 1] != 0) {
        put(larger, slots[i], slots[i + 1]);
      }
    }
    slots = larger;
  }

  private static boolean put(long[] slots, long high, long low) {
    int slot = find(slots, high, low);
    if (slots[2 * slot + 1] != 0) {
      return false;
    }
    slots[2 * slot] = high;
    slots[2 * slot + 1] = low;
    return true;
  }

  /** The slot that holds it, or the free one where it would go. */
  private static int find(long[] slots, long high, long low) {
    int mask = slots.length / 2 - 1;
    int slot = (int) high & mask;
    while (slots[2 * slot + 1] != 0 && (slots[2 * slot] != high || slots[2 * slot + 1] != low)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
