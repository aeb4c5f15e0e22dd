package org.kagiban.custody.ceremony;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.kagiban.custody.ActiveKek;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts keys into use once their states are on disk. */
final class NewKeys {
  private static final Logger LOG = LoggerFactory.getLogger(NewKeys.class);

  private final ActiveKek active;
  private final KeysListener listener;

  NewKeys(ActiveKek active, KeysListener listener) {
    this.active = active;
    this.listener = listener;
  }

  /** Never fails: what is committed stays, and the next start finds it. */
  CompletableFuture<Void> use(List<CustodyKey> changed) {
    for (CustodyKey key : changed) {
      if (key.kind().equals(KeyLabels.KEK) && key.state() == CustodyKey.State.ACTIVE) {
        active.activate(key.label());
      }
    }
    return CompletableFuture.completedFuture(null)
        .thenCompose(none -> listener.keysChanged())
        .exceptionally(
            failure -> {
              LOG.warn(
                  "the keys have changed and could not be loaded; restart the server", failure);
              return null;
            });
  }
}
