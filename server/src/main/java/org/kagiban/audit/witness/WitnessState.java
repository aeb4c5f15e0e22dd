package org.kagiban.audit.witness;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;

/** What a witness must never forget: the largest tree of each log that it cosigned. Thread-safe. */
public interface WitnessState {
  /** The last tree of this origin; {@link TreeHead#empty} where there is none. */
  TreeHead latest(String origin) throws IOException;

  /**
   * Replaces the last tree, unless another request did so in between. Durable once it returns true,
   * since a cosignature leaves next.
   *
   * @param seen what {@link #latest} gave
   * @param next verified
   * @return false where the last tree is no longer {@code seen}; nothing was changed
   */
  boolean replace(String origin, TreeHead seen, SignedCheckpoint next) throws IOException;

  /** The checkpoint of the last tree, as the log signed it; null where there is none. */
  @Nullable SignedNote note(String origin) throws IOException;
}
