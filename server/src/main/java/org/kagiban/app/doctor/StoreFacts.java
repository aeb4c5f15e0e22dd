package org.kagiban.app.doctor;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.CustodyKey;

/** What the store's checks learnt that others need. Of one thread. */
final class StoreFacts {
  /** The server's process, where one has the database open. */
  OptionalLong server = OptionalLong.empty();

  /** Whether it can be read with this version's statements. */
  boolean readable;

  @Nullable Instant latestEvent;
  long events;
  List<CustodyKey> keys = List.of();
}
