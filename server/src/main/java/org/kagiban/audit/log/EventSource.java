package org.kagiban.audit.log;

import java.io.IOException;
import java.util.List;

/**
 * The events in the order of their places, as they were committed. A place is given once and for
 * ever, in the transaction that writes the event, without gaps from 0. Thread-safe; every method
 * waits for the store, and throws where it fails. All may be retried.
 */
public interface EventSource {
  /** How many events were ever committed: the next one's place. They are on disk. */
  long size() throws IOException;

  /** The lowest place that was not forgotten; 0 where nothing was, and in an empty source. */
  long first() throws IOException;

  /**
   * Canonical events ({@link org.kagiban.audit.EventEncoding}).
   *
   * @param from place of the first; not one that was forgotten
   * @param limit most entries, at least 1
   * @return without a gap; fewer than the limit only at the end
   */
  List<byte[]> read(long from, int limit) throws IOException;

  /**
   * Drops events that the tiles under a signed checkpoint hold, the oldest first, some tens of
   * thousands in one call at most: the next call goes on. The last event always stays, and with it
   * the count.
   *
   * @param before places below this one are not needed any more
   */
  void forget(long before) throws IOException;
}
