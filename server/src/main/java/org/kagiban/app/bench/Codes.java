package org.kagiban.app.bench;

import java.util.Locale;

/** What customers type. */
enum Codes {
  /** Right codes only, one HMAC each. */
  RIGHT(0),
  /** A wrong code before each right one. */
  MIXED(1),
  /** Wrong codes, and a right one just often enough that no token locks. */
  WRONG(49);

  private final int wrongOnes;

  Codes(int wrongOnes) {
    this.wrongOnes = wrongOnes;
  }

  /** How many wrong codes come before each right one. */
  int wrongOnes() {
    return wrongOnes;
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
