package org.kagiban.app.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kagiban.store.StoreInspection;
import org.kagiban.store.StoreLocation;
import org.kagiban.store.StoreRefusedException;

/** The database, read only. */
final class StoreCheck {
  private static final long MIB = 1 << 20;
  private static final long LITTLE = 1024 * MIB;
  private static final long TOO_LITTLE = 100 * MIB;
  private static final String RESTORE =
      "stop the server, keep a copy, and restore the newest backup of database, log folder and"
          + " partition, which belong together";

  private final Path file;
  private final boolean deep;
  private final Findings found;

  StoreCheck(Path file, boolean deep, Findings found) {
    this.file = file.toAbsolutePath().normalize();
    this.deep = deep;
    this.found = found;
  }

  void run(StoreFacts facts) {
    if (!Files.exists(file)) {
      space(existing(file));
      found.warn(
          "there is no database at " + file + " yet",
          "none where the server never ran; else correct store.url, or restore a backup");
      return;
    }
    space(file);
    writable();
    facts.server = StoreInspection.holder(file);
    found.ok(
        facts.server.isPresent()
            ? "a server has it open: process " + facts.server.getAsLong()
            : "no server has it open");
    try (StoreInspection store = StoreInspection.open(new StoreLocation.SqliteFile(file))) {
      look(store, facts);
    } catch (StoreRefusedException e) {
      found.fail(String.valueOf(e.getMessage()), RESTORE);
    }
  }

  private void look(StoreInspection store, StoreFacts facts) {
    List<String> faults = store.faults(deep);
    found.expect(
        faults.isEmpty(),
        "SQLite finds the file sound" + (deep ? "" : " (indexes not compared; --deep does)"),
        "SQLite finds the file damaged: " + String.join("; ", faults),
        RESTORE);
    tables(store, facts, found);
  }

  /** What any kind of database is asked. */
  static void tables(StoreInspection store, StoreFacts facts, Findings found) {
    List<String> pending = store.pendingMigrations();
    if (pending.isEmpty()) {
      found.ok("its tables are of this version");
      facts.events = store.size();
      facts.keys = store.keys();
      facts.readable = true;
      facts.latestEvent = store.latestEvent();
      found.ok("it has " + facts.events + " events, the last of " + facts.latestEvent);
    } else {
      found.warn(
          "its tables are of an earlier version: " + String.join(", ", pending),
          "back it up; the next start brings it up to date");
    }
  }

  private void space(Path at) {
    // FileStore would look the mount point up, which a container may not show.
    long free = at.toFile().getUsableSpace();
    String text = free / MIB + " MiB are free at " + at;
    String remedy = "make room: at a full disk every call is answered UNAVAILABLE";
    if (free < TOO_LITTLE) {
      found.fail(text, remedy);
    } else if (free < LITTLE) {
      found.warn(text, remedy);
    } else {
      found.ok(text);
    }
  }

  private void writable() {
    Path folder = existing(file.resolveSibling(""));
    boolean may = Files.isWritable(file) && Files.isWritable(folder);
    String user = String.valueOf(System.getProperty("user.name"));
    found.expect(
        may,
        user + " may write " + file,
        user + " may not write " + file + " and its folder",
        "run this as the server's user; if you did, give both to that user");
  }

  private static Path existing(Path path) {
    Path at = path;
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }
}
