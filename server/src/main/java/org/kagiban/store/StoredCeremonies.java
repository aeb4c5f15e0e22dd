package org.kagiban.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CustodyKey;

/** The ceremonies and keys in the store. Thread-safe. */
final class StoredCeremonies implements CeremonyLedger {
  private final Readers readers;
  private final GroupCommitter committer;

  StoredCeremonies(Readers readers, GroupCommitter committer) {
    this.readers = readers;
    this.committer = committer;
  }

  @Override
  public CompletableFuture<@Nullable Ceremony> find(CeremonyId id) {
    return readers.read(session -> session.ceremonies().find(id));
  }

  @Override
  public CompletableFuture<List<Ceremony>> latest(int limit) {
    return readers.read(session -> session.ceremonies().latest(limit));
  }

  @Override
  public CompletableFuture<List<CustodyKey>> keys() {
    return readers.read(session -> session.ceremonies().keys());
  }

  @Override
  public CompletableFuture<Ceremony> submit(CeremonyId id, Change change) {
    return committer.submit(batch -> batch.decide(id, change));
  }
}
