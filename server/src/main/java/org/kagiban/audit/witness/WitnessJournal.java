package org.kagiban.audit.witness;

import java.io.IOException;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.SignedNote;

/** What a witness tells whoever runs it. Thread-safe. */
public interface WitnessJournal {
  /** A checkpoint was cosigned. */
  void cosigned(Checkpoint checkpoint);

  /**
   * A checkpoint of the log's came with a proof that does not hold. The log may have forked; or
   * somebody else passed the checkpoint on with a wrong proof.
   *
   * @param last what was cosigned before
   */
  void unproved(Checkpoint checkpoint, TreeHead last);

  /**
   * The log signed two trees of the same size. With the log's key, the two notes prove it to
   * anybody.
   *
   * @param known what was cosigned
   * @throws IOException where the notes cannot be kept
   */
  void forked(SignedNote known, SignedNote other) throws IOException;
}
