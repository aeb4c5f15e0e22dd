package org.kagiban.verification;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.kagiban.otp.CodeSearch;
import org.kagiban.otp.Hmac;
import org.kagiban.otp.HotpCode;
import org.kagiban.otp.OcraSuite;
import org.kagiban.otp.SeedCheckValue;
import org.kagiban.otp.TransactionSignature;
import org.kagiban.otp.Windows;
import org.kagiban.token.Proof;
import org.kagiban.token.TemporaryCode;
import org.kagiban.token.Token;
import org.kagiban.token.TokenPolicy;

/**
 * Asks the HSM which time step or counter a code belongs to. Its evidence counts for nothing until
 * a transition has let it. Thread-safe; futures as in {@link SeedMac}.
 */
public final class CodeProver {
  /** Digits of a temporary code: more than any token shows. */
  public static final int TEMPORARY_DIGITS = 10;

  private final SeedMac seeds;
  private final SlowHash slowHash;
  private final Policies policies;

  public CodeProver(SeedMac seeds, SlowHash slowHash, Policies policies) {
    this.seeds = seeds;
    this.slowHash = slowHash;
    this.policies = policies;
  }

  /** A code at login or transfer. */
  public CompletableFuture<Evidence> verify(Token token, String code, RequestContext context) {
    if (code.length() == TEMPORARY_DIGITS) {
      return temporary(token, code);
    }
    long[] factors = Windows.verify(token, policy(token), context.at());
    return search(token, context, search -> search.one(code, factors));
  }

  /**
   * A signature of a transaction.
   *
   * @param hash SHA-256 of the transaction
   */
  public CompletableFuture<Evidence> signature(
      Token token, byte[] hash, String code, RequestContext context) {
    if (!TransactionSignature.possible(token.profile())) {
      return CompletableFuture.completedFuture(Evidence.NONE);
    }
    long[] factors = Windows.verify(token, policy(token), context.at());
    OcraSuite suite = TransactionSignature.suite(token.profile());
    return search(
        token,
        context,
        step -> TransactionSignature.message(suite, hash, step),
        search -> search.one(code, factors));
  }

  /**
   * The code or codes of an enrolment.
   *
   * @param second the code that followed, null for none
   */
  public CompletableFuture<Evidence> enroll(
      Token token, String first, @Nullable String second, RequestContext context) {
    if (second != null) {
      return resynchronize(token, first, second, context);
    }
    long[] factors = Windows.enroll(token, policy(token), context.at());
    return search(token, context, search -> search.one(first, factors));
  }

  /** Two codes in a row. */
  public CompletableFuture<Evidence> resynchronize(
      Token token, String first, String second, RequestContext context) {
    long[] factors = Windows.resynchronize(token, policy(token), context.at());
    return search(token, context, search -> search.two(first, second, factors));
  }

  private CompletableFuture<Evidence> search(
      Token token, RequestContext context, Function<CodeSearch, CodeSearch.Found> job) {
    return search(token, context, HotpCode::message, job);
  }

  private CompletableFuture<Evidence> search(
      Token token,
      RequestContext context,
      LongFunction<byte[]> message,
      Function<CodeSearch, CodeSearch.Found> job) {
    if (token.seed() == null) {
      return CompletableFuture.completedFuture(Evidence.NONE);
    }
    return seeds.with(
        token,
        hmac -> {
          context.request().requireAwaited();
          TimedHmac timed = new TimedHmac(hmac);
          CodeSearch search = new CodeSearch(timed, token.profile().digits(), message);
          CodeSearch.Found found = job.apply(search);
          if (found.factor().isPresent()) {
            return evidence(found, found.hmacs(), timed);
          }
          requireOwn(token, timed);
          return evidence(found, found.hmacs() + 1, timed);
        });
  }

  /**
   * A right code cannot be found with a wrong HMAC, but a wrong HMAC makes a right code wrong: what
   * would be held against the customer is held against the HSM first.
   */
  private static void requireOwn(Token token, Hmac hmac) {
    if (!Arrays.equals(SeedCheckValue.of(hmac), token.kcv())) {
      throw new SeedMismatchException(token.id());
    }
  }

  private static Evidence evidence(CodeSearch.Found found, int hmacs, TimedHmac timed) {
    OptionalLong factor = found.factor();
    Proof proof = factor.isPresent() ? new Proof.Factor(factor.getAsLong()) : Proof.NONE;
    return new Evidence(proof, hmacs, timed.micros());
  }

  private CompletableFuture<Evidence> temporary(Token token, String code) {
    TemporaryCode hashed = token.state().temporaryCode();
    if (hashed == null) {
      return CompletableFuture.completedFuture(Evidence.NONE);
    }
    return slowHash
        .matches(code, hashed)
        .thenApply(
            right -> right ? new Evidence(new Proof.Temporary(hashed), 0, 0) : Evidence.NONE);
  }

  private TokenPolicy policy(Token token) {
    return policies.of(token.institution());
  }
}
