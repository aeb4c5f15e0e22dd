package org.kagiban.rpc;

import java.util.concurrent.atomic.AtomicBoolean;
import org.kagiban.custody.SeedUploads;

/**
 * Where uploads of seed files go.
 *
 * @param partition label of the HSM's partition
 * @param busy whether one is running: one at a time
 */
record Uploads(SeedUploads into, String partition, AtomicBoolean busy) {
  Uploads(SeedUploads into, String partition) {
    this(into, partition, new AtomicBoolean());
  }
}
