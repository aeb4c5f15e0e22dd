package org.kagiban.app.bench;

import java.util.Locale;

/** Where the seeds of the measured tokens rest. */
enum Place {
  /** As objects in the HSM. */
  RESIDENT,
  /** In the store, under a KEK of the HSM's. */
  WRAPPED;

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
