package org.kagiban.custody.batch;

import org.kagiban.custody.pskc.Refusal;
import org.kagiban.custody.pskc.SealedRecord;

/** One record that is not taken; as in {@link org.kagiban.custody.LoadListener}. */
record RefusedRecord(long record, String tokenId, String reason, String message) {
  static RefusedRecord of(Refusal refusal) {
    return new RefusedRecord(
        refusal.record(), refusal.tokenId(), refusal.reason().name(), refusal.message());
  }

  static RefusedRecord of(SealedRecord record, String reason, String message) {
    return new RefusedRecord(record.record(), record.tokenId().value(), reason, message);
  }
}
