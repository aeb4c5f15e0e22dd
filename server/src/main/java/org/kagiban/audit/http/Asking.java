package org.kagiban.audit.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.http.WitnessException.Problem;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.witness.CosignedStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One witness's thread: asks it about each round's checkpoint, and says what came of it. */
final class Asking implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
  private static final int MOST_DOUBLINGS = 6;

  private final WitnessClient witness;
  private final Proofs proofs;
  private final Rounds rounds;
  private final Cosigned cosigned;
  private final CosignedStore store;
  private final Duration pause;
  // How often it failed since it last signed.
  private int failures;

  Asking(
      WitnessClient witness,
      Proofs proofs,
      Rounds rounds,
      Cosigned cosigned,
      CosignedStore store,
      Duration pause) {
    this.witness = witness;
    this.proofs = proofs;
    this.rounds = rounds;
    this.cosigned = cosigned;
    this.store = store;
    this.pause = pause;
  }

  Thread thread() {
    Thread thread = new Thread(this, "cosign-" + witness.key().name());
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void run() {
    try {
      while (true) {
        ask(rounds.take(witness.key()));
      }
    } catch (InterruptedException e) {
      // Closed.
      Thread.currentThread().interrupt();
    }
  }

  private void ask(SignedNote checkpoint) {
    try {
      signed(rounds.signed(witness.key(), witness.cosign(checkpoint, proofs)));
    } catch (InterruptedIOException e) {
      // Closed: what waits next says so.
      rounds.failed(witness.key(), pause);
    } catch (WitnessException e) {
      if (e.isDispute()) {
        dispute(checkpoint, e);
      } else {
        warn(e.problem() + ", " + e.getMessage());
      }
      rounds.failed(witness.key(), nextPause());
    } catch (IOException | RuntimeException e) {
      warn("our own fault: " + e);
      rounds.failed(witness.key(), nextPause());
    }
  }

  private void signed(@Nullable SignedNote all) throws IOException {
    if (failures > 0) {
      LOG.info("witness {} cosigns again", witness);
      failures = 0;
    }
    if (all != null && cosigned.offer(all)) {
      LOG.debug("cosigned: {}", all.text().lines().skip(1).findFirst().orElse(""));
    }
  }

  /** Once for a row of failures, so that a witness that is down does not fill the log. */
  private void warn(String what) {
    if (failures == 0) {
      LOG.warn("witness {} did not cosign: {}", witness, what);
    }
  }

  /** A witness's word against the log's: nobody can make it unsaid, and both notes are kept. */
  private void dispute(SignedNote checkpoint, WitnessException what) {
    SignedNote known = witness.last();
    if (known == null && what.problem() == Problem.AHEAD && rounds.isOld(checkpoint)) {
      // Others may have given the witness a newer checkpoint, published since.
      warn(what.problem() + ", " + what.getMessage());
      return;
    }
    LOG.error(
        "WITNESS {} AND THE LOG DISAGREE: it {}. Refused: {} It cosigned: {}",
        witness,
        what.getMessage(),
        oneLine(checkpoint),
        known == null ? "nothing that is known here." : oneLine(known));
    try {
      byte[] before = known == null ? null : known.encode();
      store.keepDispute(name(known), checkpoint.encode(), before);
    } catch (IOException e) {
      LOG.error("the two checkpoints of the dispute cannot be kept: {}", e.toString());
    }
  }

  private String name(@Nullable SignedNote known) {
    String key = HexFormat.of().toHexDigits(witness.key().id());
    try {
      return key + "-" + (known == null ? 0 : Checkpoint.parse(known.text()).size());
    } catch (NoteException e) {
      throw new IllegalStateException("a witness cosigned no checkpoint", e);
    }
  }

  private static String oneLine(SignedNote note) {
    return note.text().strip().replace("\n", " | ") + ".";
  }

  private Duration nextPause() {
    Duration next = pause.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return next;
  }
}
