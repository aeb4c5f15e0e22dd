package org.kagiban.audit.http;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.NoteSignature;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.VerifierKey;

/**
 * Which checkpoint the witnesses are asked about. All are asked about the same one, or they would
 * never agree while the log grows. The next round takes the newest checkpoint, and starts once
 * enough have signed, or everyone who could be asked was: who is slow or down is not waited for.
 * Thread-safe; holds its lock for moments only.
 */
final class Rounds {
  private final Set<VerifierKey> witnesses;
  private final int quorum;
  private @Nullable SignedNote waiting;
  private @Nullable SignedNote current;
  private final Map<VerifierKey, NoteSignature> signed = new HashMap<>();
  private final Map<VerifierKey, SignedNote> asked = new HashMap<>();
  // On System.nanoTime's scale; who is not here can be asked now.
  private final Map<VerifierKey, Long> notBefore = new HashMap<>();

  Rounds(Collection<VerifierKey> witnesses, int quorum) {
    this.witnesses = Set.copyOf(witnesses);
    this.quorum = quorum;
  }

  /** A checkpoint newer than those offered before. */
  synchronized void offer(SignedNote checkpoint) {
    waiting = checkpoint;
    notifyAll();
  }

  /** Whether a newer checkpoint than this one waits or is asked about. */
  synchronized boolean isOld(SignedNote checkpoint) {
    return waiting != null || current == null || !current.text().equals(checkpoint.text());
  }

  /** Waits for what a witness is to be asked next. */
  synchronized SignedNote take(VerifierKey witness) throws InterruptedException {
    while (true) {
      advance();
      if (current != null && !signed.containsKey(witness)) {
        long nanos = pause(witness);
        if (nanos <= 0) {
          asked.put(witness, current);
          return current;
        }
        // A millisecond more, since what is left of one would not be waited for.
        wait(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
      } else {
        wait();
      }
    }
  }

  /**
   * A witness signed what it was asked about.
   *
   * @return the checkpoint with all cosignatures so far; null where the round is over
   */
  synchronized @Nullable SignedNote signed(VerifierKey witness, NoteSignature signature) {
    SignedNote note = asked.remove(witness);
    notBefore.remove(witness);
    notifyAll();
    if (note == null || note != current) {
      return null;
    }
    signed.put(witness, signature);
    SignedNote with = note;
    for (NoteSignature each : signed.values()) {
      with = with.with(each);
    }
    return with;
  }

  /** A witness did not sign, or what it signed could not be kept: it is left alone for a while. */
  synchronized void failed(VerifierKey witness, Duration pause) {
    asked.remove(witness);
    signed.remove(witness);
    notBefore.put(witness, System.nanoTime() + pause.toNanos());
    notifyAll();
  }

  private void advance() {
    if (waiting == null || (current != null && signed.size() < quorum && isUnderWay())) {
      return;
    }
    current = waiting;
    waiting = null;
    signed.clear();
    notifyAll();
  }

  /** Whether somebody is asked about the current checkpoint, or is about to be. */
  private boolean isUnderWay() {
    return witnesses.stream()
        .filter(witness -> !signed.containsKey(witness))
        .anyMatch(
            witness ->
                asked.containsKey(witness) ? asked.get(witness) == current : pause(witness) <= 0);
  }

  private long pause(VerifierKey witness) {
    Long until = notBefore.get(witness);
    return until == null ? 0 : until - System.nanoTime();
  }
}
