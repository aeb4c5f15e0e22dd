package org.kagiban.token;

/**
 * Names a seed in the HSM; says nothing about its value.
 *
 * @param value 1 to 64 ASCII characters, the CKA_ID of a resident seed
 */
public record SeedRef(String value) {
  @Override
  public String toString() {
    return value;
  }
}
