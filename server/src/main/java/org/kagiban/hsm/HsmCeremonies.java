package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.CeremonyHsm;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.verification.UnavailableException;

/**
 * What ceremonies ask of the partition, one thing at a time on a thread of its own: making a key
 * pair takes seconds, and verifications do not wait for it.
 */
public final class HsmCeremonies implements CeremonyHsm, AutoCloseable {
  private final PartitionKeyMaker keys;
  private final boolean acceptNotEnforced;
  private final ExecutorService thread;

  /** The partition stays the caller's, to be closed after this. */
  public HsmCeremonies(Partition partition) {
    this.keys = new PartitionKeyMaker(partition);
    this.acceptNotEnforced = partition.keeping().acceptNotEnforced();
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread named = new Thread(task, "hsm-ceremonies");
              named.setDaemon(true);
              return named;
            });
  }

  @Override
  public CompletableFuture<List<KeyFacts>> makePartitionKeys(CeremonyId by) {
    String id = by.toString();
    return on(() -> List.of(keys.requestKey(id), keys.bindingKey(id)));
  }

  @Override
  public CompletableFuture<KeyFacts> makeImportKey(CeremonyId by) {
    return on(() -> keys.importKey(by.toString()));
  }

  @Override
  public CompletableFuture<KeyFacts> makeCheckpointKey(CeremonyId by) {
    return on(() -> keys.checkpointKey(by.toString()));
  }

  @Override
  public CompletableFuture<KeyFacts> takeTransportKey(CeremonyId by, String label, byte[] wrapped) {
    if (!label.startsWith(KeyNames.VENDOR_PREFIX)) {
      throw new IllegalArgumentException("not a vendor's label: " + label);
    }
    String vendor = label.substring(KeyNames.VENDOR_PREFIX.length());
    return on(() -> keys.transportKey(vendor, by.toString(), wrapped, null));
  }

  @Override
  public CompletableFuture<KeyFacts> facts(String label) {
    return on(
        () ->
            keys.find(label)
                .orElseThrow(() -> new KeyRefusedException("the partition holds no key " + label)));
  }

  @Override
  public CompletableFuture<KeyFacts> adoptKek(String label) {
    return on(() -> keys.kek(label, acceptNotEnforced));
  }

  @Override
  @SuppressWarnings("NullAway") // a CompletableFuture<Void> holds nothing but null
  public CompletableFuture<Void> destroy(String label) {
    return on(
        () -> {
          keys.find(label).ifPresent(found -> keys.destroy(label, found.check()));
          return null;
        });
  }

  private <T> CompletableFuture<T> on(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(() -> run(work), thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new UnavailableException(HSM_UNAVAILABLE, "the HSM's partition is closed", e));
    }
  }

  private static <T> T run(Supplier<T> work) {
    try {
      return work.get();
    } catch (HsmSetupException e) {
      throw new KeyRefusedException(String.valueOf(e.getMessage()), e);
    } catch (HsmException e) {
      throw new UnavailableException(HSM_UNAVAILABLE, "the HSM failed: " + e.getMessage(), e);
    }
  }

  /** Lets what runs end. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
