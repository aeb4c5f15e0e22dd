package org.kagiban.hsm;

/**
 * A mechanism that the partition lacks, and what cannot be done without it.
 *
 * @param mechanism PKCS#11 name
 * @param cost a sentence for the operator
 * @param fatal whether the server must not start
 */
public record MissingFeature(String mechanism, String cost, boolean fatal) {
  @Override
  public String toString() {
    return mechanism + " is missing: " + cost;
  }
}
