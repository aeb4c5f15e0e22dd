package org.kagiban.audit.witness;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedNote;

/** Keeps what a witness told. */
public final class RecordingJournal implements WitnessJournal {
  public final List<Long> cosigned = new CopyOnWriteArrayList<>();
  public final List<String> unproved = new CopyOnWriteArrayList<>();

  /** The two sizes, which are one. */
  public final List<String> forks = new CopyOnWriteArrayList<>();

  @Override
  public void cosigned(Checkpoint checkpoint) {
    cosigned.add(checkpoint.size());
  }

  @Override
  public void unproved(Checkpoint checkpoint, TreeHead last) {
    unproved.add(checkpoint.size() + " after " + last.size());
  }

  @Override
  public void forked(SignedNote known, SignedNote other) {
    forks.add(size(known) + " " + size(other));
  }

  private static long size(SignedNote note) {
    try {
      return Checkpoint.parse(note.text()).size();
    } catch (NoteException e) {
      throw new AssertionError(e);
    }
  }
}
