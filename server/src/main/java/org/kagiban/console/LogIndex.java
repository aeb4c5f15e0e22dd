package org.kagiban.console;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.tile.EntryBundle;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.verify.EventCursor;
import org.kagiban.cli.AuditFaults;
import org.kagiban.cli.Progress;

/**
 * Remembers of each full bundle what it may hold, so that a search reads few of them, and counts
 * what the plots and lists show. It says where to look and proves nothing: whoever shows an event
 * reads it from the log. One thread fills it; any may ask.
 */
final class LogIndex {
  private static final String STEP = "indexing the log";

  private final List<Group> groups = new ArrayList<>();
  private final Figures figures = new Figures();
  private final Keys keys = new Keys();
  private final Ceremonies ceremonies = new Ceremonies();
  private long events;
  private long unreadable;

  /**
   * Reads on to the end of a log that continues the one read before.
   *
   * @throws org.kagiban.cli.CliException where the log does not fit its checkpoint
   */
  void fill(LogReader log, Progress progress) {
    long at = events();
    while (at < log.size()) {
      at = bundle(log, at);
      progress.at(STEP, at, log.size());
    }
  }

  private long bundle(LogReader log, long from) {
    long number = from / Tile.FULL;
    EntryBundle bundle;
    try {
      bundle = log.entries(number);
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
    Group group = new Group();
    EventCursor event = new EventCursor();
    for (int i = 0; i < bundle.width(); i++) {
      long index = number * Tile.FULL + i;
      boolean known = event.to(bundle.bytes(), bundle.offset(i), bundle.length(i));
      if (known) {
        group.add(event);
      }
      if (index >= from) {
        count(index, known ? event : null);
      }
    }
    return publish(number, bundle.width(), group);
  }

  private void count(long index, @Nullable EventCursor event) {
    if (event == null) {
      unreadable();
      return;
    }
    figures.add(event);
    keys.add(index, event);
    ceremonies.add(index, event);
  }

  private synchronized void unreadable() {
    unreadable++;
  }

  private synchronized long publish(long number, int width, Group group) {
    // A bundle that still grows is read again with what comes.
    if (width == Tile.FULL) {
      groups.add(group);
    }
    events = number * Tile.FULL + width;
    return events;
  }

  /** How many events it knows. */
  synchronized long events() {
    return events;
  }

  /** Entries that are no events that this version knows. */
  synchronized long unknown() {
    return unreadable;
  }

  /** What a bundle may hold; null where it has to be read. */
  synchronized @Nullable Group group(long bundle) {
    return bundle < groups.size() ? groups.get((int) bundle) : null;
  }

  /** All of it, for {@link #read}. Not while it is filled. */
  synchronized void write(DataOutputStream out) throws IOException {
    out.writeLong(unreadable);
    for (Group group : groups) {
      group.write(out);
    }
    figures.write(out);
    keys.write(out);
    ceremonies.write(out);
  }

  /**
   * Takes over what {@link #write} wrote; into an empty one, before anybody else knows it.
   *
   * @param size events that it is of
   * @throws IOException or IllegalArgumentException where it is something else; then this one is of
   *     no use
   */
  synchronized void read(DataInputStream in, long size) throws IOException {
    unreadable = in.readLong();
    for (long i = 0; i < size / Tile.FULL; i++) {
      groups.add(Group.read(in));
    }
    figures.read(in);
    keys.read(in);
    ceremonies.read(in);
    events = size;
  }

  Figures figures() {
    return figures;
  }

  Keys keys() {
    return keys;
  }

  Ceremonies ceremonies() {
    return ceremonies;
  }
}
