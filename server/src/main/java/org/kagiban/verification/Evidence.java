package org.kagiban.verification;

import org.kagiban.token.Proof;

/**
 * A proof and what it cost.
 *
 * @param hmacs how many HMACs the HSM computed for it
 */
public record Evidence(Proof proof, int hmacs) {
  public static final Evidence NONE = new Evidence(Proof.NONE, 0);
}
