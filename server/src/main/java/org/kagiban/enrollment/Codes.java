package org.kagiban.enrollment;

import org.jspecify.annotations.Nullable;

/**
 * What a token showed. Not a record: its text would hold codes.
 *
 * <p>Immutable.
 */
public final class Codes {
  private final String first;
  private final @Nullable String second;

  /**
   * @param second the code that followed {@code first} at once, null for none
   */
  public Codes(String first, @Nullable String second) {
    this.first = first;
    this.second = second;
  }

  public String first() {
    return first;
  }

  public @Nullable String second() {
    return second;
  }

  @Override
  public String toString() {
    return "Codes[redacted]";
  }
}
