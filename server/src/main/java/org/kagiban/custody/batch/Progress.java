package org.kagiban.custody.batch;

import java.util.Map;
import java.util.TreeMap;
import org.kagiban.custody.LoadListener;

/** Counts what became of a file's records, and tells the listener. For one thread. */
final class Progress {
  private final LoadListener listener;
  private long good;
  private long unchanged;
  private final Map<String, Long> refused = new TreeMap<>();

  Progress(LoadListener listener) {
    this.listener = listener;
  }

  void refused(RefusedRecord record) {
    count(record);
    listener.refused(record.record(), record.tokenId(), record.reason(), record.message());
  }

  /** Counts a chunk and tells of it. */
  void add(ChunkResult result) {
    good += result.good();
    unchanged += result.unchanged();
    result.refused().forEach(this::refused);
    listener.progress(good + unchanged + refused());
  }

  /** Counts a chunk that nobody listens to any more. */
  void addSilently(ChunkResult result) {
    good += result.good();
    unchanged += result.unchanged();
    result.refused().forEach(this::count);
  }

  private void count(RefusedRecord record) {
    refused.merge(record.reason(), 1L, Long::sum);
  }

  long good() {
    return good;
  }

  long unchanged() {
    return unchanged;
  }

  long refused() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many for each reason, by reason. */
  Map<String, Long> refusedByReason() {
    return new TreeMap<>(refused);
  }
}
