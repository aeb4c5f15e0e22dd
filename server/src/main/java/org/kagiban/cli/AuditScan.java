package org.kagiban.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.tile.EntryBundle;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.verify.EventCursor;

/**
 * Runs over a part of the log, event by event, in memory that does not grow. An entry that is no
 * event is counted and passed over. Not thread-safe.
 */
final class AuditScan {
  private final LogReader log;
  private final Progress progress;
  private final EventCursor cursor = new EventCursor();
  private long unreadable;

  AuditScan(LogReader log, Progress progress) {
    this.log = log;
    this.progress = progress;
  }

  /** Takes one event after another. */
  interface Visitor {
    /**
     * @param at where the cursor stands: in this bundle
     * @return whether to go on
     */
    boolean visit(long index, EventCursor event, Entry at);
  }

  /** The bytes that the cursor stands at. */
  record Entry(EntryBundle bundle, int number) {
    byte[] bytes() {
      return bundle.entry(number);
    }

    AuditEvent event() {
      return EventEncoding.decode(bytes());
    }
  }

  /**
   * @param from first index
   * @param to the index after the last
   */
  void run(long from, long to, Visitor visitor) {
    for (long at = from; at < to; at = (at / Tile.FULL + 1) * Tile.FULL) {
      long first = at / Tile.FULL * Tile.FULL;
      if (!bundle(first, (int) (at - first), to, visitor)) {
        return;
      }
      progress.at("reading", Math.min(to, first + Tile.FULL) - from, to - from);
    }
  }

  private boolean bundle(long first, int skip, long to, Visitor visitor) {
    EntryBundle bundle = entries(first / Tile.FULL);
    int end = (int) Math.min(to - first, bundle.width());
    for (int i = skip; i < end; i++) {
      if (!cursor.to(bundle.bytes(), bundle.offset(i), bundle.length(i))) {
        unreadable++;
      } else if (!visitor.visit(first + i, cursor, new Entry(bundle, i))) {
        return false;
      }
    }
    return true;
  }

  /** Says how many entries were passed over, if any. */
  void complain(AuditOutput output) {
    if (unreadable > 0) {
      output.note(
          "note: %,d entries are no events that this version knows, and were passed over"
              .formatted(unreadable));
    }
  }

  private EntryBundle entries(long number) {
    try {
      return log.entries(number);
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }

  static @Nullable AuditEvent decode(byte[] entry) {
    try {
      return EventEncoding.decode(entry);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
