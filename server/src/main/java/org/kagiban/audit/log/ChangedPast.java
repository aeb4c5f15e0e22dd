package org.kagiban.audit.log;

import java.util.Arrays;
import java.util.List;

/** What was done to a database's events, by how they stand beside the signed log's. */
final class ChangedPast {
  private final long first;
  private final List<byte[]> kept;
  private final List<byte[]> signed;

  /**
   * @param first place of the first event that differs
   * @param kept the database's events from there on, at least one
   * @param signed the log's events at the same places
   */
  ChangedPast(long first, List<byte[]> kept, List<byte[]> signed) {
    this.first = first;
    this.kept = kept;
    this.signed = signed;
  }

  /** Names the event and the deed; of several deeds, the first one. */
  String words() {
    int now = indexOf(kept, signed.get(0));
    int before = indexOf(signed, kept.get(0));
    if (now < 0 && before == 1) {
      return "event " + first + " was deleted, and those after it moved down";
    }
    if (now == 1 && before < 0) {
      return "an event was put in before event " + first + ", which moved up";
    }
    if (now > 0 && now == before) {
      return "events " + first + " and " + (first + now) + " were swapped";
    }
    if (now > 0 && before > now) {
      return "event " + (first + before) + " was moved to place " + first;
    }
    if (now > 0) {
      return "event " + first + " was moved to place " + (first + now);
    }
    return "event " + first + " was changed";
  }

  private static int indexOf(List<byte[]> entries, byte[] wanted) {
    for (int i = 0; i < entries.size(); i++) {
      if (Arrays.equals(entries.get(i), wanted)) {
        return i;
      }
    }
    return -1;
  }
}
