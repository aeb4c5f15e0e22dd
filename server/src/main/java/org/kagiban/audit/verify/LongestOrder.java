package org.kagiban.audit.verify;

/** Finds the fewest entries whose moving explains an order. */
final class LongestOrder {
  private LongestOrder() {}

  /**
   * Marks the entries that stand out of their order.
   *
   * @param places where each stands; those below 0 are left alone
   */
  static boolean[] moved(int[] places) {
    int[] lengths = new int[places.length];
    int[] before = new int[places.length];
    int last = -1;
    for (int i = 0; i < places.length; i++) {
      before[i] = -1;
      if (places[i] < 0) {
        continue;
      }
      lengths[i] = 1;
      for (int j = 0; j < i; j++) {
        if (places[j] >= 0 && places[j] < places[i] && lengths[j] >= lengths[i]) {
          lengths[i] = lengths[j] + 1;
          before[i] = j;
        }
      }
      if (last < 0 || lengths[i] > lengths[last]) {
        last = i;
      }
    }
    boolean[] moved = new boolean[places.length];
    for (int i = 0; i < places.length; i++) {
      moved[i] = places[i] >= 0;
    }
    for (int i = last; i >= 0; i = before[i]) {
      moved[i] = false;
    }
    return moved;
  }
}
