package org.kagiban.verification;

import org.kagiban.token.Proof;

/**
 * A proof and what it cost.
 *
 * @param hmacs how many HMACs the HSM computed for it
 * @param hsmMicros microseconds that the HSM's worker spent on them
 */
public record Evidence(Proof proof, int hmacs, long hsmMicros) {
  public static final Evidence NONE = new Evidence(Proof.NONE, 0, 0);
}
