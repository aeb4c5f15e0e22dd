package org.kagiban.rpc;

import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: its certificate does not change, but what that is worth may. Looked up
 * once for each {@link Admission}, so that a call costs a comparison and a revocation still counts
 * from the next call on. Thread-safe.
 */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final X509Certificate[] chain;
  private final @Nullable SocketAddress peer;
  private final Executor loop;
  private volatile @Nullable Looked last;

  private record Looked(Admission by, Standing standing) {}

  /**
   * @param chain what the client showed, its own certificate first
   * @param peer for the log
   * @param loop runs what it is given on the connection's thread
   */
  Connection(X509Certificate[] chain, @Nullable SocketAddress peer, Executor loop) {
    this.chain = chain.clone();
    this.peer = peer;
    this.loop = loop;
  }

  /** Runs what it is given on the connection's thread. */
  Executor loop() {
    return loop;
  }

  /** The client's own certificate. There is one wherever there is a caller. */
  X509Certificate certificate() {
    return chain[0];
  }

  Standing standing(Admission now) {
    Looked known = last;
    if (known != null && known.by == now) {
      return known.standing;
    }
    Standing found = Standing.of(chain, now);
    last = new Looked(now, found);
    ApiFault refusal = found.refusal();
    if (refusal != null) {
      LOG.atWarn()
          .addKeyValue("peer", peer)
          .addKeyValue(
              "subject", chain.length == 0 ? "none" : certificate().getSubjectX500Principal())
          .addKeyValue("because", refusal.getMessage())
          .log("a connection's calls are refused");
    }
    return found;
  }
}
