package org.kagiban.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a token may be used (PSKC StartDate and ExpiryDate).
 *
 * @param from first moment, null for always
 * @param until first moment after, null for ever
 */
public record Validity(@Nullable Instant from, @Nullable Instant until) {
  public static final Validity ALWAYS = new Validity(null, null);

  public Validity {
    if (from != null && until != null && !from.isBefore(until)) {
      throw new IllegalArgumentException("the validity ends before it begins");
    }
  }

  public boolean includes(Instant at) {
    return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
  }
}
