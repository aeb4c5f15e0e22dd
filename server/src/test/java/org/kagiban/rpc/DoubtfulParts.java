package org.kagiban.rpc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.kagiban.custody.KeyCustody;
import org.kagiban.custody.TokenProvisioner;
import org.kagiban.enrollment.Enrollment;
import org.kagiban.enrollment.HelpDesk;
import org.kagiban.enrollment.Retirement;
import org.kagiban.enrollment.TemporaryCodes;
import org.kagiban.token.TokenPolicy;
import org.kagiban.verification.CodeProver;
import org.kagiban.verification.Journal;
import org.kagiban.verification.Policies;
import org.kagiban.verification.RequestDigester;
import org.kagiban.verification.SeedMac;
import org.kagiban.verification.SlowHash;
import org.kagiban.verification.TokenDirectory;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TrustedClock;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.UnavailableException.Part;
import org.kagiban.verification.Verifier;

/** The whole domain over a store and an HSM that are both in doubt, always. */
final class DoubtfulParts {
  private DoubtfulParts() {}

  static Domain domain() {
    TokenLedger ledger = doubtful(TokenLedger.class);
    KeyCustody keys = doubtful(KeyCustody.class);
    TrustedClock clock =
        new TrustedClock(Clock.systemUTC(), System::nanoTime, Instant.EPOCH.plusSeconds(10));
    Policies policies = new Policies(Map.of(EdgeServer.OURS, TokenPolicy.DEFAULT));
    TokenDirectory directory = new TokenDirectory(ledger, 10);
    SlowHash slowHash = new SlowHash();
    CodeProver prover = new CodeProver(doubtful(SeedMac.class), slowHash, policies);
    HelpDesk helpDesk = new HelpDesk(directory, clock);
    return new Domain(
        new Verifier(directory, prover, policies, clock),
        new Enrollment(directory, prover, policies, clock),
        helpDesk,
        new Retirement(helpDesk, directory, ledger, keys::destroy, clock),
        new TemporaryCodes(directory, keys::requestMac, slowHash, clock),
        new TokenProvisioner(
            keys,
            ledger,
            directory,
            new Journal(ledger, clock),
            Map.of(EdgeServer.OURS, "VSST"),
            clock),
        ledger,
        policies,
        clock,
        new RequestDigester(new byte[32]));
  }

  /** One whose every future fails, and whose every other method throws. */
  private static <T> T doubtful(Class<T> part) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          UnavailableException doubt =
              new UnavailableException(Part.STORE_UNAVAILABLE, "always in doubt");
          if (method.getReturnType() == CompletableFuture.class) {
            return CompletableFuture.failedFuture(doubt);
          }
          throw doubt;
        };
    return part.cast(Proxy.newProxyInstance(part.getClassLoader(), new Class<?>[] {part}, handler));
  }
}
