package org.kagiban.custody.ceremony;

import java.util.UUID;

/**
 * Names one ceremony; chosen by the proposer, so that the proposal's signature covers it. Also the
 * CKA_ID (ASCII) of keys that it makes.
 */
public record CeremonyId(UUID value) {
  public static CeremonyId random() {
    return new CeremonyId(UUID.randomUUID());
  }

  /**
   * @throws IllegalArgumentException where it is not a UUID in its canonical form
   */
  public static CeremonyId parse(String text) {
    UUID value = UUID.fromString(text);
    if (!value.toString().equals(text)) {
      throw new IllegalArgumentException("not a UUID in canonical form: " + text);
    }
    return new CeremonyId(value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
