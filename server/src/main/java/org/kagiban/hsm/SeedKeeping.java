package org.kagiban.hsm;

import org.kagiban.custody.ActiveKek;

/**
 * How a partition's seeds are kept.
 *
 * @param place where new ones go; those that there are stay where they are
 * @param kek which KEK wraps new ones
 * @param unwrapped most unwrapped seeds that the HSM holds at a time, 1 to 10 million
 * @param acceptNotEnforced whether KEKs are used although the partition does not enforce what they
 *     need, so that whoever holds the user PIN can read a wrapped seed
 */
public record SeedKeeping(
    SeedPlace place, ActiveKek kek, int unwrapped, boolean acceptNotEnforced) {
  public static final int DEFAULT_UNWRAPPED = 10_000;
  private static final int MOST_UNWRAPPED = 10_000_000;

  public SeedKeeping {
    if (unwrapped < 1 || unwrapped > MOST_UNWRAPPED) {
      throw new IllegalArgumentException("hsm: unwrapped: 1 to 10000000, not " + unwrapped);
    }
  }

  /** New seeds are resident; stored ones are used where there are any. */
  public static SeedKeeping resident() {
    return new SeedKeeping(SeedPlace.RESIDENT, new ActiveKek(), DEFAULT_UNWRAPPED, false);
  }
}
