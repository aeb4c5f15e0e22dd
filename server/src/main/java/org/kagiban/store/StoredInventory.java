package org.kagiban.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.InventoryRows;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/** Every token and seed in the store. Thread-safe. */
final class StoredInventory implements InventoryRows {
  private final Readers readers;

  StoredInventory(Readers readers) {
    this.readers = readers;
  }

  @Override
  public CompletableFuture<Long> countTokens() {
    return readers.read(session -> session.inventory().countTokens());
  }

  @Override
  public CompletableFuture<List<Token>> tokens(@Nullable TokenId after, int limit) {
    return readers.read(session -> session.inventory().tokens(after, limit));
  }

  @Override
  public CompletableFuture<List<Orphan>> orphans(@Nullable String after, int limit) {
    return readers.read(session -> session.inventory().orphans(after, limit));
  }
}
