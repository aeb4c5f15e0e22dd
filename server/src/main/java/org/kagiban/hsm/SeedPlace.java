package org.kagiban.hsm;

/** Where new seeds go. */
public enum SeedPlace {
  /** They are objects of the partition. */
  RESIDENT,
  /** They rest in the store under a KEK, and are unwrapped into the HSM when used. */
  WRAPPED
}
