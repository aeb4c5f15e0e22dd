package org.kagiban.custody.pskc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Validity;

/** Narrows: a token is good while both its device and its key are. */
final class ValidityBuilder {
  private @Nullable Instant from;
  private @Nullable Instant until;

  void from(Instant start) {
    Instant known = from;
    from = known == null || start.isAfter(known) ? start : known;
  }

  void until(Instant end) {
    Instant known = until;
    until = known == null || end.isBefore(known) ? end : known;
  }

  Validity build() throws Refused {
    try {
      return new Validity(from, until);
    } catch (IllegalArgumentException e) {
      throw new Refused(RefusalReason.BAD_VALIDITY, "The ExpiryDate is not after the StartDate.");
    }
  }
}
