package org.kagiban.custody.pskc;

import org.jspecify.annotations.Nullable;

/** A record's seed as the file has it. */
sealed interface Secret {
  /** In plaintext. */
  record Plain(Seed seed) implements Secret {}

  /**
   * Encrypted.
   *
   * @param mac the ValueMAC's bytes, null where there is none
   */
  record Protected(Encrypted value, byte @Nullable [] mac) implements Secret {}
}
