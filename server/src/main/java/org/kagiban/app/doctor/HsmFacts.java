package org.kagiban.app.doctor;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the HSM's checks learnt that others need. Of one thread. */
final class HsmFacts {
  /** The partition's label; null where it was not opened. */
  @Nullable String partition;

  /** Check values of the keys that a pool's other partitions must have too, by label. */
  final Map<String, String> shared = new TreeMap<>();

  /** The 32 bytes of the key that signs checkpoints; null where there is none. */
  byte @Nullable [] checkpointKey;
}
