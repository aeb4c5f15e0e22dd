package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.SeedRef;
import org.kagiban.verification.UnavailableException;

/** Where one generation finds its seeds. Thread-safe. */
final class SeedHandles {
  /** PKCS#11 has no such handle. */
  static final long NOT_THERE = 0;

  private static final long[] NONE = {};

  /** More than one handle: two processes made a seed under one reference. */
  private final ConcurrentHashMap<SeedRef, long[]> handles = new ConcurrentHashMap<>();

  /** The same references in order, for those that go through all of them. */
  private final ConcurrentSkipListSet<String> ordered = new ConcurrentSkipListSet<>();

  /**
   * @throws UnavailableException where there is none, or more than one: then nobody knows which is
   *     the customer's
   */
  long get(SeedRef ref) {
    long found = find(ref);
    if (found == NOT_THERE) {
      throw new UnavailableException(HSM_UNAVAILABLE, "the HSM does not hold seed " + ref);
    }
    return found;
  }

  /**
   * Returns {@link #NOT_THERE} where there is none.
   *
   * @throws UnavailableException where there is more than one
   */
  long find(SeedRef ref) {
    long[] found = handles.get(ref);
    if (found == null || found.length == 0) {
      return NOT_THERE;
    }
    if (found.length > 1) {
      throw new UnavailableException(HSM_UNAVAILABLE, "the HSM holds more than one seed " + ref);
    }
    return found[0];
  }

  boolean has(SeedRef ref) {
    return handles.containsKey(ref);
  }

  /** The references after {@code after}, at most so many. */
  List<SeedRef> page(@Nullable SeedRef after, int limit) {
    var rest = after == null ? ordered : ordered.tailSet(after.value(), false);
    return rest.stream().limit(limit).map(SeedRef::new).toList();
  }

  long[] all(SeedRef ref) {
    return handles.getOrDefault(ref, NONE).clone();
  }

  /** All of them, now. */
  Set<Long> handles() {
    Set<Long> all = new HashSet<>(2 * handles.size());
    handles.values().forEach(some -> Arrays.stream(some).forEach(all::add));
    return all;
  }

  /** Adds one; a handle that it has already changes nothing. */
  void add(SeedRef ref, long handle) {
    handles.merge(
        ref,
        new long[] {handle},
        (old, added) -> {
          if (Arrays.stream(old).anyMatch(one -> one == handle)) {
            return old;
          }
          long[] both = Arrays.copyOf(old, old.length + 1);
          both[old.length] = handle;
          return both;
        });
    ordered.add(ref.value());
  }

  void remove(SeedRef ref) {
    handles.remove(ref);
    ordered.remove(ref.value());
  }

  /** Removes a reference where it still means this handle alone. */
  void forget(SeedRef ref, long handle) {
    long[] now = handles.get(ref);
    if (now != null && now.length == 1 && now[0] == handle && handles.remove(ref, now)) {
      ordered.remove(ref.value());
    }
  }

  int size() {
    return handles.size();
  }
}
