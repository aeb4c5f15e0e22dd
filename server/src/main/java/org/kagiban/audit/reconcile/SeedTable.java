package org.kagiban.audit.reconcile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is known of each token's seed, in some 50 bytes each. Not thread-safe. */
final class SeedTable {
  static final int NOT_THERE = -1;

  private byte[] names = new byte[1 << 12];
  private int namesEnd;
  private int count;
  private int[] nameEnd = new int[256];
  private long[] kcv = new long[256];
  private long[] event = new long[256];
  private int[] kek = new int[256];
  private short[] flags = new short[256];
  // Open addressing; each place holds a number plus one.
  private int[] places = new int[1024];
  private final List<String> keks = new ArrayList<>(List.of(""));

  int count() {
    return count;
  }

  /** The number of a token's seed, or {@link #NOT_THERE}. */
  int find(String token) {
    byte[] name = token.getBytes(StandardCharsets.UTF_8);
    return places[place(name)] - 1;
  }

  /** As {@link #find}; one that is not there comes in. */
  int findOrAdd(String token) {
    byte[] name = token.getBytes(StandardCharsets.UTF_8);
    int place = place(name);
    if (places[place] == 0) {
      reserve(name.length);
      System.arraycopy(name, 0, names, namesEnd, name.length);
      namesEnd += name.length;
      nameEnd[count] = namesEnd;
      count++;
      places[place] = count;
      if (count > places.length / 2) {
        rehash();
      }
      return count - 1;
    }
    return places[place] - 1;
  }

  String name(int seed) {
    int from = from(seed);
    return new String(names, from, nameEnd[seed] - from, StandardCharsets.UTF_8);
  }

  boolean is(int seed, short flag) {
    return (flags[seed] & flag) != 0;
  }

  void set(int seed, short flag) {
    flags[seed] |= flag;
  }

  void clear(int seed) {
    flags[seed] = 0;
  }

  void clear(int seed, short flag) {
    flags[seed] &= (short) ~flag;
  }

  /** Place of the last event about its being there. */
  long event(int seed) {
    return event[seed];
  }

  void event(int seed, long index) {
    event[seed] = index;
  }

  long kcv(int seed) {
    return kcv[seed];
  }

  void kcv(int seed, byte[] value) {
    kcv[seed] = number(value);
  }

  /** A seed's check value has 8 bytes; of others the first 8. */
  static long number(byte[] value) {
    long number = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      number = number << 8 | (i < value.length ? value[i] & 0xFF : 0);
    }
    return number;
  }

  /** Empty where none wraps it. */
  String kek(int seed) {
    return keks.get(kek[seed]);
  }

  void kek(int seed, String label) {
    int known = keks.indexOf(label);
    if (known < 0) {
      known = keks.size();
      keks.add(label);
    }
    kek[seed] = known;
  }

  private int from(int seed) {
    return seed == 0 ? 0 : nameEnd[seed - 1];
  }

  private int place(byte[] name) {
    int place = spread(Arrays.hashCode(name)) & (places.length - 1);
    while (places[place] != 0) {
      int seed = places[place] - 1;
      if (Arrays.equals(names, from(seed), nameEnd[seed], name, 0, name.length)) {
        return place;
      }
      place = (place + 1) & (places.length - 1);
    }
    return place;
  }

  /** The names differ in their last letters; that shall tell in all bits. */
  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ mixed >>> 15;
  }

  private void rehash() {
    places = new int[2 * places.length];
    for (int seed = 0; seed < count; seed++) {
      byte[] name = Arrays.copyOfRange(names, from(seed), nameEnd[seed]);
      places[place(name)] = seed + 1;
    }
  }

  private void reserve(int bytes) {
    if (namesEnd + bytes > names.length) {
      names = Arrays.copyOf(names, 2 * names.length);
    }
    if (count == nameEnd.length) {
      int more = 2 * count;
      nameEnd = Arrays.copyOf(nameEnd, more);
      kcv = Arrays.copyOf(kcv, more);
      event = Arrays.copyOf(event, more);
      kek = Arrays.copyOf(kek, more);
      flags = Arrays.copyOf(flags, more);
    }
  }
}
