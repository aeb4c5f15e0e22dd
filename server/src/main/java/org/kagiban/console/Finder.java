package org.kagiban.console;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.tile.EntryBundle;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.verify.EventCursor;
import org.kagiban.audit.verify.EventFilter;
import org.kagiban.cli.AuditFaults;

/** Looks for events, the newest first, in the bundles that may hold them. Not thread-safe. */
final class Finder {
  /** Bundles that one search reads before it asks whether to go on. */
  static final int MOST_BUNDLES = 4000;

  /**
   * Of these, such as are not indexed yet: every one of them has to be read, for nothing mostly.
   */
  static final int MOST_UNINDEXED = 400;

  private final LogReader log;
  private final LogIndex index;
  private final EventCursor cursor = new EventCursor();
  private final int mostUnindexed;
  private int read;
  private int unindexed;

  Finder(LogReader log, LogIndex index) {
    this(log, index, MOST_UNINDEXED);
  }

  Finder(LogReader log, LogIndex index, int mostUnindexed) {
    this.log = log;
    this.index = index;
    this.mostUnindexed = mostUnindexed;
  }

  /** Whether what is not indexed yet is so little that a search reads all of it. */
  static boolean readsAll(LogReader log, LogIndex index) {
    return log.size() - index.events() < (long) MOST_UNINDEXED * Tile.FULL;
  }

  /** An event at its place. */
  record Found(long index, AuditEvent event) {}

  /** Whether an event is meant, once the filter let it through. */
  @FunctionalInterface
  interface Test {
    boolean is(EventCursor event);

    /** Whether it is in a key's or token's chain, by {@code AuditEvent.chain}. */
    static boolean inChain(EventCursor event, String name) {
      EventField chain = event.chain();
      return chain != null && name.equals(event.text(chain));
    }
  }

  /**
   * What was found.
   *
   * @param next the place from which to look on, not included; 0 where all was looked at
   */
  record Result(List<Found> events, long next) {}

  /**
   * Looks backwards.
   *
   * @param before the place to begin at, not included
   * @param most events that are wanted
   */
  Result find(EventFilter filter, Test test, long before, int most) {
    List<Found> found = new ArrayList<>();
    long at = Math.min(before, log.size());
    while (at > 0 && found.size() < most && goesOn()) {
      long number = (at - 1) / Tile.FULL;
      long first = number * Tile.FULL;
      Group group = index.group(number);
      if (group == null || filter.mayMatch(group)) {
        at = bundle(number, (int) (at - first), filter, test, most, found);
      } else {
        at = first;
      }
    }
    return new Result(found, at);
  }

  private long bundle(
      long number, int end, EventFilter filter, Test test, int most, List<Found> found) {
    EntryBundle bundle = entries(number);
    for (int i = Math.min(end, bundle.width()) - 1; i >= 0; i--) {
      if (is(bundle, i, filter, test)) {
        found.add(new Found(number * Tile.FULL + i, EventEncoding.decode(bundle.entry(i))));
        if (found.size() == most) {
          return number * Tile.FULL + i;
        }
      }
    }
    return number * Tile.FULL;
  }

  /** The place of the first one after a place; empty where none is in as many bundles. */
  OptionalLong after(EventFilter filter, Test test, long place) {
    read = 0;
    unindexed = 0;
    for (long number = place / Tile.FULL; number * Tile.FULL < log.size() && goesOn(); number++) {
      Group group = index.group(number);
      if (group == null || filter.mayMatch(group)) {
        EntryBundle bundle = entries(number);
        int from = (int) Math.max(0, place + 1 - number * Tile.FULL);
        for (int i = from; i < bundle.width(); i++) {
          if (is(bundle, i, filter, test)) {
            return OptionalLong.of(number * Tile.FULL + i);
          }
        }
      }
    }
    return OptionalLong.empty();
  }

  private boolean goesOn() {
    return read < MOST_BUNDLES && unindexed < mostUnindexed;
  }

  private boolean is(EntryBundle bundle, int i, EventFilter filter, Test test) {
    return cursor.to(bundle.bytes(), bundle.offset(i), bundle.length(i))
        && filter.matches(cursor)
        && test.is(cursor);
  }

  private EntryBundle entries(long number) {
    read++;
    if (index.group(number) == null) {
      unindexed++;
    }
    try {
      return log.entries(number);
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }
}
