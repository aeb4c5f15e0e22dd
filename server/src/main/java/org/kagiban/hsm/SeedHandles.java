package org.kagiban.hsm;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.kagiban.token.SeedRef;
import org.kagiban.verification.UnavailableException;

/** Where one generation finds its seeds. Thread-safe. */
final class SeedHandles {
  private static final long[] NONE = {};

  /** More than one handle: two processes made a seed under one reference. */
  private final ConcurrentHashMap<SeedRef, long[]> handles = new ConcurrentHashMap<>();

  /**
   * @throws UnavailableException where there is none, or more than one: then nobody knows which is
   *     the customer's
   */
  long get(SeedRef ref) {
    long[] found = handles.getOrDefault(ref, NONE);
    if (found.length == 1) {
      return found[0];
    }
    String what = found.length == 0 ? "does not hold seed " : "holds more than one seed ";
    throw new UnavailableException(
        UnavailableException.Part.HSM_UNAVAILABLE, "the HSM " + what + ref);
  }

  long[] all(SeedRef ref) {
    return handles.getOrDefault(ref, NONE).clone();
  }

  void add(SeedRef ref, long handle) {
    handles.merge(
        ref,
        new long[] {handle},
        (old, added) -> {
          long[] both = Arrays.copyOf(old, old.length + 1);
          both[old.length] = handle;
          return both;
        });
  }

  void remove(SeedRef ref) {
    handles.remove(ref);
  }

  int size() {
    return handles.size();
  }
}
