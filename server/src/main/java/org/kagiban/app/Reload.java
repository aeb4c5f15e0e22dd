package org.kagiban.app;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.rpc.Admission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a changed configuration in force, as far as a running server can: callers, revocations and
 * TLS files, all or nothing. Used by one thread at a time.
 */
final class Reload {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

  private final ServerConfig started;
  private final Supplier<Admission> inForce;
  private final Consumer<Admission> admit;
  private final Log log;
  private ServerConfig current;

  /** Writes into the audit log; returns when that is on disk. */
  @FunctionalInterface
  interface Log {
    /**
     * @param what says what has changed
     * @param next the configuration that comes into force, as far as it can
     */
    void write(String what, ServerConfig next);
  }

  /**
   * @param started what the server runs with
   * @param inForce the admission that the server goes by
   * @param admit gives it another
   * @param log writes what changes into the audit log
   */
  Reload(ServerConfig started, Supplier<Admission> inForce, Consumer<Admission> admit, Log log) {
    this.started = started;
    this.inForce = inForce;
    this.admit = admit;
    this.log = log;
    this.current = started;
  }

  /**
   * Nothing comes into force that is not in the audit log.
   *
   * @throws org.kagiban.rpc.RpcSetupException where the TLS files cannot be used
   * @throws org.kagiban.verification.UnavailableException where the audit log cannot be written
   */
  void apply(ServerConfig next) {
    Admission admission =
        Admission.read(Adapters.tls(next), Adapters.callers(next, started.institutions()));
    List<String> changes = ConfigChanges.inForce(current, next, inForce.get(), admission);
    if (!changes.isEmpty()) {
      String what = ConfigChanges.text(changes);
      log.write(what, next);
      admit.accept(admission);
      LOG.info("the changed configuration is in force: {}", what);
    }
    current = next;
    List<String> waiting = ConfigChanges.needRestart(started, next);
    if (!waiting.isEmpty()) {
      LOG.warn("changed, but in force only after a restart: {}", String.join(", ", waiting));
    }
  }
}
