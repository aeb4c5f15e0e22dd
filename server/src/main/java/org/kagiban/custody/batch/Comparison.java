package org.kagiban.custody.batch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.SealedRecord;
import org.kagiban.token.Institution;
import org.kagiban.token.Token;

/** Compares a record with the token that has its Token ID already. */
final class Comparison {
  private Comparison() {}

  /**
   * @param kcv of the record's seed
   * @return null where they are the same
   */
  static @Nullable RefusedRecord refuse(
      SealedRecord record, byte[] kcv, Token token, Institution institution) {
    if (!token.institution().equals(institution)) {
      return RefusedRecord.of(record, "TOKEN_ID_TAKEN", "The Token ID belongs to another token.");
    }
    if (!Arrays.equals(token.kcv(), kcv)) {
      return RefusedRecord.of(
          record,
          "SEED_DIFFERS",
          "The token is loaded with another seed. Ask the vendor which file is right; to load this"
              + " one, retire the token and have it reissued under a new Token ID.");
    }
    if (token.state().retired()) {
      return RefusedRecord.of(
          record, "TOKEN_RETIRED", "The token was retired and cannot come back.");
    }
    if (!token.profile().equals(record.profile()) || !token.validity().equals(record.validity())) {
      return RefusedRecord.of(
          record,
          "PROFILE_DIFFERS",
          "The token is loaded with the same seed but another profile or validity. Ask the vendor"
              + " which file is right.");
    }
    return null;
  }
}
