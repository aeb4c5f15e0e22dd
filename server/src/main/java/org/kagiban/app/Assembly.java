package org.kagiban.app;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.custody.Patience;
import org.kagiban.custody.TokenProvisioner;
import org.kagiban.enrollment.Enrollment;
import org.kagiban.enrollment.HelpDesk;
import org.kagiban.enrollment.Retirement;
import org.kagiban.enrollment.TemporaryCodes;
import org.kagiban.hsm.HsmPool;
import org.kagiban.hsm.PooledCustody;
import org.kagiban.hsm.PooledSeeds;
import org.kagiban.rpc.Domain;
import org.kagiban.store.SqlLedger;
import org.kagiban.verification.CodeProver;
import org.kagiban.verification.Journal;
import org.kagiban.verification.Policies;
import org.kagiban.verification.RequestDigester;
import org.kagiban.verification.SeedMac;
import org.kagiban.verification.SlowHash;
import org.kagiban.verification.TokenDirectory;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TrustedClock;
import org.kagiban.verification.Verifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the services for channels and help desk out of HSM, store and clock. */
final class Assembly {
  private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

  /** Tokens whose rows are remembered; a few hundred bytes each. */
  private static final int CACHED_TOKENS = 100_000;

  private static final byte[] DIGEST_USE =
      "kagiban request digest".getBytes(StandardCharsets.US_ASCII);

  private final PooledCustody custody;
  private final Journal journal;
  private final Retirement retirement;
  private final TokenDirectory directory;
  private final RequestDigester digester = new RequestDigester();
  private final Domain domain;

  /**
   * @param ledger the store's, as what counts verdicts sees it
   */
  Assembly(
      ServerConfig config,
      HsmPool pool,
      SqlLedger store,
      TokenLedger ledger,
      SlowHash slowHash,
      TrustedClock clock) {
    custody = new PooledCustody(pool);
    journal = new Journal(ledger, clock);
    Policies policies = Adapters.policies(config);
    directory = new TokenDirectory(ledger, CACHED_TOKENS);
    SeedMac seeds =
        PooledSeeds.of(pool, store.seeds(), new SeedRefusalLog(journal), Clock.systemUTC());
    CodeProver prover = new CodeProver(seeds, slowHash, policies);
    HelpDesk helpDesk = new HelpDesk(directory, clock);
    retirement = new Retirement(helpDesk, directory, ledger, custody::destroy, clock);
    domain =
        new Domain(
            new Verifier(directory, prover, policies, clock),
            new Enrollment(directory, prover, policies, clock),
            helpDesk,
            retirement,
            new TemporaryCodes(directory, custody::requestMac, slowHash, clock),
            new TokenProvisioner(
                custody, ledger, directory, journal, Adapters.prefixes(config), clock),
            ledger,
            policies,
            clock,
            digester);
  }

  Domain domain() {
    return domain;
  }

  TokenDirectory directory() {
    return directory;
  }

  Journal journal() {
    return journal;
  }

  PooledCustody custody() {
    return custody;
  }

  /** Whether the partition has the keys that serving needs. */
  boolean ready() {
    return digester.ready();
  }

  /** Whether the partition has them, and they are not in use yet. */
  boolean keysHaveCome() {
    return !digester.ready() && custody.hasRequestKey();
  }

  /** Takes the request key into use once the partition has one. */
  CompletableFuture<Void> keysChanged() {
    if (!keysHaveCome()) {
      return CompletableFuture.completedFuture(null);
    }
    return custody.requestMac(DIGEST_USE).thenAccept(digester::begin);
  }

  /** Destroys the seeds that a crash left behind their retired tokens. */
  void finishRetirements() {
    int finished = Patience.await(retirement.finish());
    if (finished > 0) {
      LOG.info("destroyed the seeds of {} tokens retired before", finished);
    }
  }
}
