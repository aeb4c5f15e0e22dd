package org.kagiban.custody;

import org.jspecify.annotations.Nullable;

/** Which KEK wraps new seeds at this moment. Thread-safe. */
public final class ActiveKek {
  private volatile @Nullable String label;

  /** Null where there is none yet. */
  public @Nullable String label() {
    return label;
  }

  /** From now on new seeds are wrapped under this one. */
  public void activate(@Nullable String next) {
    label = next;
  }
}
