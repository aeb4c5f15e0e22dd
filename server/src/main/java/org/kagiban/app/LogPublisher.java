package org.kagiban.app;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.LogRefusedException;
import org.kagiban.audit.log.Sequencer;
import org.kagiban.audit.log.SigningTurn;
import org.kagiban.audit.log.SigningTurn.Taken;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs what was committed, at the latest half a second after. As a part of the server's health it
 * is well while everything older than ten seconds is signed, or while there is no key to sign with,
 * or while another server has the turn. Thread-safe.
 */
final class LogPublisher implements BooleanSupplier, AutoCloseable {
  /** Gives the log once there is a key for it. */
  @FunctionalInterface
  interface Opener {
    /**
     * Null where the partition has no key yet.
     *
     * @throws LogRefusedException where there is a key, and the log does not fit
     */
    @Nullable Sequencer open();
  }

  private static final Logger LOG = LoggerFactory.getLogger(LogPublisher.class);
  private static final long PERIOD_MILLIS = 300;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A key may also come without a ceremony of this server: from a restored partition. */
  private static final long OPEN_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long MOST_CLOSING_SECONDS = 60;

  private final Opener opener;
  private final SigningTurn turn;
  private final Handover handover;
  private final Consumer<SignedNote> listener;
  private final LongSupplier nanos;
  private final ScheduledExecutorService timer;
  private @Nullable Sequencer log;
  private long openedNanos;
  private boolean aside;
  private String failure = "";
  private volatile boolean keysChanged;
  private volatile boolean paused;
  private volatile boolean hasKey;
  private volatile long signedNanos;
  private volatile @Nullable SignedNote published;

  /**
   * @param turn closed with this
   * @param listener takes each new checkpoint, on the thread that signs: quick, and never throws
   * @param nanos a clock that only goes forward
   */
  LogPublisher(Opener opener, SigningTurn turn, Consumer<SignedNote> listener, LongSupplier nanos) {
    this.opener = opener;
    this.turn = turn;
    this.handover = new Handover(turn);
    this.listener = listener;
    this.nanos = nanos;
    this.signedNanos = nanos.getAsLong();
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "log-publisher");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes the log up, and begins to sign.
   *
   * @throws LogRefusedException where it must not go on
   */
  void start() {
    try {
      if (turn.take() == Taken.NO) {
        stepAside(nanos.getAsLong());
      } else {
        open(nanos.getAsLong());
      }
    } catch (IOException e) {
      throw new LogRefusedException(String.valueOf(e.getMessage()), e);
    }
    var unused = timer.scheduleWithFixedDelay(this::tick, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Looks for the key again; returns at once. */
  void keysChanged() {
    keysChanged = true;
  }

  /** The newest checkpoint since the start, empty where there is none yet. */
  Optional<SignedNote> published() {
    return Optional.ofNullable(published);
  }

  /** Events under {@link #published}; NaN where there is none yet. */
  double size() {
    SignedNote note = published;
    try {
      return note == null ? Double.NaN : Checkpoint.parse(note.text()).size();
    } catch (NoteException e) {
      throw new IllegalStateException("a checkpoint of our own cannot be read", e);
    }
  }

  /** Since all that was committed was last found signed; NaN where there is no key to sign with. */
  double ageSeconds() {
    return hasKey ? (nanos.getAsLong() - signedNanos) / 1e9 : Double.NaN;
  }

  private void tick() {
    if (paused) {
      signedNanos = nanos.getAsLong();
    } else {
      look();
    }
  }

  /** Signs nothing until {@link #resume}, for a measurement of what signing costs. */
  void pause() {
    paused = true;
    waitForLook();
  }

  private synchronized void waitForLook() {
    // One that is under way holds this monitor.
  }

  /** Signs what waits; when this returns it is signed, and from here on all is as before. */
  void resume() {
    look();
    paused = false;
  }

  /** One look at what waits; never throws. */
  synchronized void look() {
    long now = nanos.getAsLong();
    if (handover.rests(now)) {
      return;
    }
    try {
      Taken taken = turn.take();
      if (taken == Taken.NO) {
        stepAside(now);
        return;
      }
      boolean due = log == null && now - openedNanos >= OPEN_AGAIN_NANOS;
      if (keysChanged || due || taken == Taken.ANEW || aside) {
        open(now);
      }
      if (log != null) {
        SignedNote note = log.step();
        signedNanos = now;
        if (note != null) {
          published = note;
          listener.accept(note);
        }
      }
      well(now);
    } catch (IOException | RuntimeException e) {
      failed(e);
      handover.failed(now);
      if (e instanceof LogRefusedException && !hasKey) {
        // There is a key, or nothing would have been compared.
        signedNanos = now;
        hasKey = true;
      }
    }
  }

  /** Another server signs: it tells of what fails there. The files are read anew before ours do. */
  private synchronized void stepAside(long now) throws IOException {
    log = null;
    if (!handover.othersSign(now)) {
      return;
    }
    if (!aside) {
      LOG.info("another server signs the log; this one is ready to go on");
    }
    aside = true;
    hasKey = false;
    failure = "";
    published = null;
    signedNanos = now;
  }

  private synchronized void open(long now) {
    if (aside) {
      LOG.info("this server signs the log from now on");
    }
    aside = false;
    keysChanged = false;
    openedNanos = now;
    boolean had = hasKey;
    log = null;
    log = opener.open();
    hasKey = log != null;
    signedNanos = had ? signedNanos : now;
  }

  private void well(long now) {
    if (log == null) {
      // Perhaps another server's partition has a key.
      handover.failed(now);
    } else {
      handover.well();
    }
    if (!failure.isEmpty() && log != null) {
      LOG.info("the log goes on");
    }
    failure = hasKey && log == null ? failure : "";
  }

  private void failed(Exception e) {
    String what = String.valueOf(e.getMessage());
    if (failure.isEmpty()) {
      failure = what;
      LOG.error("the log cannot be signed; it is tried again: {}", what, e);
    }
  }

  @Override
  public boolean getAsBoolean() {
    return !hasKey || nanos.getAsLong() - signedNanos < PATIENCE_NANOS;
  }

  /** Signs what is committed by now, once more. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      if (timer.awaitTermination(MOST_CLOSING_SECONDS, TimeUnit.SECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    turn.close();
  }
}
