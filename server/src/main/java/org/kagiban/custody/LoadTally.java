package org.kagiban.custody;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventId;
import org.kagiban.custody.pskc.Refusal;
import org.kagiban.custody.pskc.SealedRecord;

/** Counts what became of a file's records, and tells the listener. For one thread. */
final class LoadTally {
  private final LoadListener listener;
  private long loaded;
  private long unchanged;
  private long refused;
  private @Nullable EventId finished;

  LoadTally(LoadListener listener) {
    this.listener = listener;
  }

  void refused(Refusal refusal) {
    refused(refusal.record(), refusal.tokenId(), refusal.reason().name(), refusal.message());
  }

  void refused(SealedRecord record, String reason, String message) {
    refused(record.record(), record.tokenId().value(), reason, message);
  }

  private void refused(long record, String tokenId, String reason, String message) {
    refused++;
    listener.refused(record, tokenId, reason, message);
  }

  void loadedOne() {
    loaded++;
  }

  void unchangedOne() {
    unchanged++;
  }

  void report() {
    listener.progress(loaded + unchanged + refused);
  }

  long loaded() {
    return loaded;
  }

  long unchanged() {
    return unchanged;
  }

  long refused() {
    return refused;
  }

  void finished(EventId event) {
    finished = event;
  }

  LoadSummary summary() {
    return new LoadSummary(loaded, unchanged, refused, Objects.requireNonNull(finished));
  }
}
