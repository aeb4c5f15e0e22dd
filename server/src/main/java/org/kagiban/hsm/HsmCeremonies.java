package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;

import java.util.ArrayList;
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
  private final List<PoolMember> others;
  private final ExecutorService thread;

  /** The partition stays the caller's, to be closed after this. */
  public HsmCeremonies(Partition partition) {
    this(partition, List.of());
  }

  /** In the pool's home; keys are destroyed, and KEKs looked for, in its other partitions too. */
  public HsmCeremonies(HsmPool pool) {
    this(pool.home(), pool.members().subList(1, pool.members().size()));
  }

  private HsmCeremonies(Partition partition, List<PoolMember> others) {
    this(
        partition,
        others,
        Executors.newSingleThreadExecutor(
            task -> {
              Thread named = new Thread(task, "hsm-ceremonies");
              named.setDaemon(true);
              return named;
            }));
  }

  private HsmCeremonies(Partition partition, List<PoolMember> others, ExecutorService thread) {
    this.others = others;
    this.keys = new PartitionKeyMaker(partition);
    this.acceptNotEnforced = partition.keeping().acceptNotEnforced();
    this.thread = thread;
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
  public CompletableFuture<KeyFacts> adoptKekOfAll(String label) {
    return on(
        () -> {
          KeyFacts first = keys.kek(label, acceptNotEnforced);
          for (PoolMember other : others) {
            KeyFacts facts = kekOf(other, label);
            if (!facts.check().equals(first.check())) {
              throw new KeyRefusedException(
                  "partition " + other.name() + " has another key " + label);
            }
          }
          return first;
        });
  }

  private KeyFacts kekOf(PoolMember other, String label) {
    try {
      return makerOf(other).kek(label, acceptNotEnforced);
    } catch (HsmSetupException e) {
      // Which one is meant is not clear to who reads "the partition".
      throw new KeyRefusedException("partition " + other.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public CeremonyHsm at(String partition) {
    for (PoolMember other : others) {
      Partition there = other.partition();
      if (there == null && other.name().equals(partition)) {
        throw away(other);
      }
      if (there != null && there.label().equals(partition)) {
        return new HsmCeremonies(there, List.of(), thread);
      }
    }
    return this;
  }

  /** The home's last: while it has the key, a ceremony that was cut off compares with it. */
  @Override
  @SuppressWarnings("NullAway") // a CompletableFuture<Void> holds nothing but null
  public CompletableFuture<Void> destroy(String label) {
    return on(
        () -> {
          List<PartitionKeyMaker> all = new ArrayList<>();
          others.forEach(other -> all.add(makerOf(other)));
          all.add(keys);
          for (PartitionKeyMaker maker : all) {
            maker.find(label).ifPresent(found -> maker.destroy(label, found.check()));
          }
          return null;
        });
  }

  /**
   * @throws UnavailableException where the partition was not reached yet
   */
  private static PartitionKeyMaker makerOf(PoolMember member) {
    Partition partition = member.partition();
    if (partition == null) {
      throw away(member);
    }
    return new PartitionKeyMaker(partition);
  }

  private static UnavailableException away(PoolMember member) {
    return new UnavailableException(
        HSM_UNAVAILABLE, "HSM partition " + member.name() + " of the pool is away");
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
