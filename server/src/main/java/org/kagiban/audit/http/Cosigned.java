package org.kagiban.audit.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.NoteException.Problem;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.witness.CosignedStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest checkpoint that enough witnesses cosigned; it only ever grows. Thread-safe. */
final class Cosigned {
  private static final Logger LOG = LoggerFactory.getLogger(Cosigned.class);

  private final TrustedKeys trusted;
  private final CosignedStore store;
  private volatile @Nullable SignedCheckpoint newest;

  private Cosigned(TrustedKeys trusted, CosignedStore store) {
    this.trusted = trusted;
    this.store = store;
  }

  /** Takes up what the store has; what the log's key did not sign counts as nothing. */
  static Cosigned open(TrustedKeys trusted, CosignedStore store) throws IOException {
    Cosigned cosigned = new Cosigned(trusted, store);
    byte[] kept = store.cosigned();
    if (kept != null) {
      try {
        // Witnesses come and go: that these were enough then is enough now.
        cosigned.newest = trusted.withWitnesses(trusted.witnesses(), 0).open(kept);
      } catch (NoteException e) {
        LOG.warn("the cosigned checkpoint is not this log's, and will be replaced: {}", text(e));
      }
    }
    return cosigned;
  }

  private static String text(NoteException e) {
    return e.problem() + ", " + e.getMessage();
  }

  @Nullable SignedCheckpoint newest() {
    return newest;
  }

  /**
   * Keeps a checkpoint that has a quorum and is no step back.
   *
   * @return whether it is kept now
   */
  synchronized boolean offer(SignedNote note) throws IOException {
    SignedCheckpoint next;
    try {
      next = trusted.open(note.encode());
    } catch (NoteException e) {
      if (e.problem() == Problem.TOO_FEW_WITNESSES) {
        return false;
      }
      throw new IllegalArgumentException("not a checkpoint of this log: " + text(e), e);
    }
    SignedCheckpoint before = newest;
    if (before != null && !isStepForward(before, next)) {
      return false;
    }
    store.writeCosigned(note.encode());
    newest = next;
    return true;
  }

  /** A larger tree, or the same one with as many witnesses at least. */
  private static boolean isStepForward(SignedCheckpoint before, SignedCheckpoint next) {
    if (next.checkpoint().size() != before.checkpoint().size()) {
      return next.checkpoint().size() > before.checkpoint().size();
    }
    return next.checkpoint().equals(before.checkpoint())
        && next.witnesses().size() >= before.witnesses().size();
  }
}
