package org.kagiban.app.doctor;

import org.jspecify.annotations.Nullable;

/** What the HSM's checks learnt that others need. Of one thread. */
final class HsmFacts {
  /** The partition's label; null where it was not opened. */
  @Nullable String partition;

  /** The 32 bytes of the key that signs checkpoints; null where there is none. */
  byte @Nullable [] checkpointKey;
}
