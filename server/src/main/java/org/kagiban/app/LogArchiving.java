package org.kagiban.app;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.file.TileArchive;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves old entries to the archive, beside the thread that signs: copying takes seconds. */
final class LogArchiving implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogArchiving.class);
  private static final long SECONDS = 60;
  private static final long MOST_CLOSING_SECONDS = 30;

  private final TileArchive archive;
  private final long keep;
  private final Supplier<@Nullable SignedNote> newest;
  private final ScheduledExecutorService timer;
  private volatile boolean closed;

  /**
   * @param newest the newest checkpoint that this server signed, null where there is none yet
   */
  LogArchiving(TileArchive archive, long keep, Supplier<@Nullable SignedNote> newest) {
    this.archive = archive;
    this.keep = keep;
    this.newest = newest;
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "log-archive");
              thread.setDaemon(true);
              return thread;
            });
    var unused = timer.scheduleWithFixedDelay(this::look, 1, SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    SignedNote note = newest.get();
    try {
      while (note != null && !closed && archive.moveNext(Checkpoint.parse(note.text()), keep)) {
        LOG.info("moved 256000 events of the log to the archive");
      }
    } catch (IOException | NoteException | RuntimeException e) {
      LOG.warn("entries could not be moved to the archive; it is tried again: {}", e.toString());
    }
  }

  /** Lets the folder that is on its way arrive. */
  @Override
  public void close() {
    closed = true;
    timer.shutdown();
    try {
      if (!timer.awaitTermination(MOST_CLOSING_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the archive's disk is slow: the move goes on after the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
