package org.kagiban.console;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.cli.AuditFaults;
import org.kagiban.cli.AuditFolder;
import org.kagiban.cli.AuditTimes;
import org.kagiban.cli.CliException;
import org.kagiban.cli.Exit;
import org.kagiban.cli.Progress;

/**
 * The folder's log, as it is now, and the index that follows it. What it gives was checked against
 * the folder's newest checkpoint; a checkpoint that does not continue the one before is refused.
 * Thread-safe.
 */
final class OpenLog {
  private static final long STOP_MILLIS = 2000;

  private final AuditFolder folder;
  private final AuditTimes times;
  private final IndexCache cache;
  private volatile LogIndex index = new LogIndex();
  private @Nullable SignedCheckpoint known;
  private volatile String failure = "";
  private final Thread follower;
  private final Object grown = new Object();
  private long wanted;

  /**
   * @param cache asked as the index begins
   * @param progress of the index
   */
  OpenLog(AuditFolder folder, AuditTimes times, IndexCache cache, Progress progress) {
    this.folder = folder;
    this.times = times;
    this.cache = cache;
    this.follower = new Thread(() -> follow(progress), "console-index");
    follower.setDaemon(true);
  }

  void start() {
    follower.start();
  }

  /** Waits a moment for the index, so that it leaves no half-written file. */
  void stop() {
    follower.interrupt();
    try {
      follower.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A reader of what the folder holds now; for one thread.
   *
   * @throws CliException (findings) where it is not to be believed
   */
  LogReader reader() {
    LogReader log = folder.reader();
    require(log);
    synchronized (grown) {
      wanted = Math.max(wanted, log.size());
      grown.notifyAll();
    }
    return log;
  }

  private synchronized void require(LogReader log) {
    Checkpoint now = log.checkpoint().checkpoint();
    Checkpoint before = known == null ? null : known.checkpoint();
    if (before != null && !before.root().equals(now.root())) {
      requireContinues(log, before, now);
    }
    known = log.checkpoint();
  }

  private static void requireContinues(LogReader log, Checkpoint before, Checkpoint now) {
    try {
      if (before.size() <= now.size()
          && ConsistencyProof.holds(
              before.size(),
              before.root(),
              now.size(),
              now.root(),
              log.consistency(before.size()))) {
        return;
      }
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
    throw new CliException(
        Exit.FINDINGS,
        ("another past: this console showed a checkpoint of %,d events, and the folder's now, of"
                + " %,d, does not continue it; keep both, and ask the server's operator")
            .formatted(before.size(), now.size()));
  }

  private void follow(Progress progress) {
    try {
      LogReader log = reader();
      index = cache.load(log);
      while (true) {
        index.fill(log, progress);
        cache.save(index, log.checkpoint().checkpoint());
        synchronized (grown) {
          while (wanted <= index.events()) {
            grown.wait();
          }
        }
        log = reader();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CliException e) {
      failure = String.valueOf(e.getMessage());
    }
  }

  AuditFolder folder() {
    return folder;
  }

  LogIndex index() {
    return index;
  }

  /** What ended the index, for a person; empty where nothing did. */
  String failure() {
    return failure;
  }

  AuditTimes times() {
    return times;
  }

  /**
   * @param micros since the Unix epoch
   */
  String time(long micros) {
    return times.text(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  /** The same without parts of a second. */
  String second(long micros) {
    return times.second(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  /** A passage that says that the index is not at the end yet; empty once it is. */
  String readSoFar(long size) {
    return index.events() >= size
        ? ""
        : Html.box(
            "note",
            "<p>%,d of %,d events are read so far. Reload for more.</p>"
                .formatted(index.events(), size));
  }
}
