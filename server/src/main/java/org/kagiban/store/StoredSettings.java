package org.kagiban.store;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.kagiban.audit.AuditEvent;
import org.kagiban.verification.KnownSettings;

/** The settings that the log has told of, in the store. Thread-safe. */
final class StoredSettings implements KnownSettings {
  private final Readers readers;
  private final GroupCommitter committer;

  StoredSettings(Readers readers, GroupCommitter committer) {
    this.readers = readers;
    this.committer = committer;
  }

  @Override
  public CompletableFuture<List<Setting>> all() {
    return readers.read(session -> session.settings().all());
  }

  @Override
  public CompletableFuture<Integer> replace(
      Collection<Setting> set, Collection<String> gone, List<AuditEvent> events) {
    if (events.isEmpty()) {
      throw new IllegalArgumentException("a change without an event");
    }
    List<Setting> written = List.copyOf(set);
    List<String> removed = List.copyOf(gone);
    List<AuditEvent> told = List.copyOf(events);
    return committer.submit(batch -> batch.replace(written, removed, told));
  }
}
