package org.kagiban.audit.witness;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a log keeps of its witnesses' answers. Thread-safe. */
public interface CosignedStore {
  /** The newest checkpoint with enough cosignatures, a note that nobody verified; or null. */
  byte @Nullable [] cosigned() throws IOException;

  /** Replaces that checkpoint; durable when this returns. */
  void writeCosigned(byte[] note) throws IOException;

  /**
   * Keeps what a witness refused, beside what it had cosigned: evidence that the log, or the
   * witness, shows two histories. The first under a name stays.
   *
   * @param name letters, digits and dashes
   * @param refused a checkpoint
   * @param known the checkpoint that the witness cosigned before; null where none is known
   * @return false where there is evidence of this name
   */
  boolean keepDispute(String name, byte[] refused, byte @Nullable [] known) throws IOException;
}
