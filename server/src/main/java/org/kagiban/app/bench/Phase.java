package org.kagiban.app.bench;

import java.util.Locale;

/** What can be left out of a measurement; Verify at full load cannot. */
enum Phase {
  HALF,
  LOG,
  PARTS,
  OVERLOAD;

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
