package org.kagiban.hsm;

import java.util.concurrent.CompletableFuture;
import org.kagiban.custody.KeyCustody;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.TransportKey;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;

/** Key operations. New seeds go where the partition's {@link SeedKeeping} says. */
public final class HsmCustody implements KeyCustody {
  private final HsmWorkers workers;

  public HsmCustody(HsmWorkers workers) {
    this.workers = workers;
  }

  /** Whether {@link #requestMac} has its key yet; false while the HSM is lost. */
  public boolean hasRequestKey() {
    Partition partition = workers.partition();
    return partition.isOpen() && partition.generation().keys().hasRequestKey();
  }

  @Override
  public byte[] importPublicKey() {
    return workers.partition().generation().keys().importPublicKey();
  }

  @Override
  public CompletableFuture<TransportKey> openTransport(
      byte[] wrappedTransportKey, byte[] wrappedMacKey) {
    TransportKeyOpener opener =
        new TransportKeyOpener(workers, wrappedTransportKey.clone(), wrappedMacKey.clone());
    return workers.submit(session -> opener.open(session.generation(), keys(session).importKey()));
  }

  @Override
  public CompletableFuture<GeneratedSeed> generate(
      TokenId token, TokenProfile profile, byte[] devicePublicKey) {
    DeviceKey device;
    try {
      device = DeviceKey.parse(devicePublicKey);
    } catch (KeyRefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
    SeedPlace place = workers.partition().keeping().place();
    return workers.submit(new SeedGenerator(token, profile, device, place)::run);
  }

  @Override
  @SuppressWarnings("NullAway") // a CompletableFuture<Void> holds nothing but null
  public CompletableFuture<Void> destroy(SeedRef ref) {
    return workers.submit(
        session -> {
          SeedObjects.destroy(session, ref);
          session.generation().unwrapped().evict(session, new TokenId(ref.value()));
          return null;
        });
  }

  @Override
  public CompletableFuture<byte[]> requestMac(byte[] input) {
    byte[] message = input.clone();
    return workers.submit(
        session -> session.hmac(HashAlgorithm.SHA256, keys(session).requestKey(), message));
  }

  private static PartitionKeys keys(HsmSession session) {
    return session.generation().keys();
  }
}
