package org.kagiban.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.kagiban.otp.Hmac;
import org.kagiban.token.Token;
import org.kagiban.token.TokenPolicy;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.Tokens;

/** When a key is used, and when not. */
final class CodeProverTest {
  private static final Instant AT = Instant.parse("2026-11-22T00:00:00Z");

  private final AtomicInteger hmacs = new AtomicInteger();
  private final Token token = Tokens.enrolled(TokenProfile.DEFAULT);
  private final RequestIdentity request =
      new RequestDigester(new byte[32]).identify("channel", "request-1", "verify", new byte[0]);

  /** An HSM that is at once ready; its HMACs are no code's, and fit the token's check value. */
  private final SeedMac seeds =
      new SeedMac() {
        @Override
        public <T> CompletableFuture<T> with(Token token, Function<Hmac, T> job) {
          return CompletableFuture.completedFuture(token)
              .thenApply(
                  there ->
                      job.apply(
                          message -> {
                            hmacs.incrementAndGet();
                            return Arrays.copyOf(token.kcv(), 20);
                          }));
        }
      };

  @Test
  void verify_callerWaits_asksTheHsm() {
    assertThat(verify(request.awaitedUntil(() -> false)).hmacs()).isEqualTo(hmacs.get());
    assertThat(hmacs.get()).as("the window, and the check value").isGreaterThan(3);
  }

  @Test
  void verify_callerHasGone_usesNoKey() {
    assertThatThrownBy(() -> verify(request.awaitedUntil(() -> true)))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(AbandonedException.class);
    assertThat(hmacs.get()).isZero();
  }

  private Evidence verify(RequestIdentity identity) {
    Policies policies = new Policies(Map.of(token.institution(), TokenPolicy.DEFAULT));
    Caller caller = new Caller("channel", Set.of(token.institution()));
    RequestContext context = RequestContext.of(caller, identity, "verify", AT);
    try (SlowHash slowHash = new SlowHash()) {
      return new CodeProver(seeds, slowHash, policies).verify(token, "123456", context).join();
    }
  }
}
