package org.kagiban.custody.ceremony;

import java.util.concurrent.CompletableFuture;

/** Hears that the partition's keys are others now, so that the server uses them. Thread-safe. */
@FunctionalInterface
public interface KeysListener {
  /**
   * Called after the change is committed; may be called more often than keys change. A failure is
   * logged and undoes nothing: the next start finds the keys.
   */
  CompletableFuture<Void> keysChanged();
}
