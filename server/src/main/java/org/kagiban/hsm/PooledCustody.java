package org.kagiban.hsm;

import java.util.concurrent.CompletableFuture;
import org.kagiban.custody.KeyCustody;
import org.kagiban.custody.TransportKey;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;

/**
 * Key operations of a pool. Seeds are made in the home; what is destroyed is destroyed everywhere,
 * and digits come from any partition, since the request key is the same in all.
 */
public final class PooledCustody implements KeyCustody {
  private final HsmPool pool;
  private final HsmCustody home;

  public PooledCustody(HsmPool pool) {
    this.pool = pool;
    this.home = new HsmCustody(pool.workers());
  }

  /** As {@link HsmCustody#hasRequestKey}, of the home. */
  public boolean hasRequestKey() {
    return home.hasRequestKey();
  }

  @Override
  public byte[] importPublicKey() {
    return home.importPublicKey();
  }

  @Override
  public CompletableFuture<TransportKey> openTransport(
      byte[] wrappedTransportKey, byte[] wrappedMacKey) {
    return home.openTransport(wrappedTransportKey, wrappedMacKey);
  }

  @Override
  public CompletableFuture<GeneratedSeed> generate(
      TokenId token, TokenProfile profile, byte[] devicePublicKey) {
    return home.generate(token, profile, devicePublicKey);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A partition that is lost is told when it is back, before it serves again.
   */
  @Override
  public CompletableFuture<Void> destroy(SeedRef ref) {
    CompletableFuture<Void> done = home.destroy(ref);
    return pool.isPool() ? done.thenCompose(first -> pool.destroyElsewhere(ref)) : done;
  }

  @Override
  public CompletableFuture<byte[]> requestMac(byte[] input) {
    if (!pool.isPool()) {
      return home.requestMac(input);
    }
    byte[] message = input.clone();
    return pool.onAny(
        workers ->
            workers.submit(
                session ->
                    session.hmac(
                        HashAlgorithm.SHA256, session.generation().keys().requestKey(), message)));
  }
}
