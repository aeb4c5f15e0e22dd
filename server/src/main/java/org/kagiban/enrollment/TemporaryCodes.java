package org.kagiban.enrollment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.kagiban.token.HelpDeskTransitions;
import org.kagiban.token.TemporaryCode;
import org.kagiban.token.TokenId;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Caller;
import org.kagiban.verification.CodeProver;
import org.kagiban.verification.Decision;
import org.kagiban.verification.PreparedChange;
import org.kagiban.verification.RequestContext;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.SlowHash;
import org.kagiban.verification.TokenDirectory;
import org.kagiban.verification.TrustedClock;
import org.kagiban.verification.UnavailableException;

/**
 * Gives out temporary codes. The HSM derives each from its request, so a repeated request is told
 * the same code although nobody has stored it. Thread-safe; futures as in {@link HelpDesk}.
 */
public final class TemporaryCodes {
  private static final byte[] USE = "kagiban temporary code".getBytes(StandardCharsets.US_ASCII);
  private static final long CODES = 10_000_000_000L;

  private final TokenDirectory directory;
  private final Function<byte[], CompletableFuture<byte[]>> requestMac;
  private final SlowHash slowHash;
  private final TrustedClock clock;

  /**
   * @param requestMac HMAC-SHA-256 under a key that only the HSM has
   */
  public TemporaryCodes(
      TokenDirectory directory,
      Function<byte[], CompletableFuture<byte[]>> requestMac,
      SlowHash slowHash,
      TrustedClock clock) {
    this.directory = directory;
    this.requestMac = requestMac;
    this.slowHash = slowHash;
    this.clock = clock;
  }

  /**
   * Gives an enrolled token a temporary code.
   *
   * @param uses 1 to the policy's limit; the caller has checked
   * @param days 1 to the policy's limit; the caller has checked
   */
  public CompletableFuture<Issued> issue(
      Caller caller, RequestIdentity request, TokenId id, String reason, int uses, int days) {
    Instant now;
    try {
      now = clock.now();
    } catch (UnavailableException e) {
      return CompletableFuture.failedFuture(e);
    }
    RequestContext context =
        RequestContext.of(caller, request, "issue-temporary-code", now).withReason(reason);
    Instant expiresAt = now.plus(Duration.ofDays(days));
    return code(request)
        .thenCompose(
            code ->
                slowHash
                    .hash(code, uses, expiresAt)
                    .thenCompose(hashed -> directory.submit(change(context, id, hashed)))
                    .thenApply(answer -> issued(answer, code)));
  }

  private CompletableFuture<String> code(RequestIdentity request) {
    byte[] key = request.key();
    byte[] input = ByteBuffer.allocate(USE.length + key.length).put(USE).put(key).array();
    return requestMac
        .apply(input)
        .thenApply(
            mac -> {
              long number = Long.remainderUnsigned(ByteBuffer.wrap(mac).getLong(), CODES);
              return String.format("%0" + CodeProver.TEMPORARY_DIGITS + "d", number);
            });
  }

  private static PreparedChange change(RequestContext context, TokenId id, TemporaryCode hashed) {
    PreparedChange change =
        HelpDesk.change(
            context,
            id,
            token -> HelpDeskTransitions.issueTemporaryCode(token, hashed, context.at()));
    return new PreparedChange(
        change.request(),
        change.tokens(),
        change.subscribers(),
        view -> {
          Decision decision = change.decide(view);
          byte[] detail =
              ByteBuffer.allocate(4 + 8)
                  .putInt(hashed.usesLeft())
                  .putLong(hashed.expiresAt().toEpochMilli())
                  .array();
          return new Decision(
              decision.answer().withDetail(detail), decision.writes(), decision.events());
        });
  }

  private static Issued issued(Answer answer, String code) {
    if (answer.verdict() != Verdict.ACCEPTED) {
      return new Issued(answer, "", 0, Instant.EPOCH);
    }
    ByteBuffer detail = ByteBuffer.wrap(answer.detail());
    return new Issued(answer, code, detail.getInt(), Instant.ofEpochMilli(detail.getLong()));
  }

  /** A code to tell the customer. Not a record: its text would hold the code. */
  public static final class Issued {
    private final Answer answer;
    private final String code;
    private final int uses;
    private final Instant expiresAt;

    private Issued(Answer answer, String code, int uses, Instant expiresAt) {
      this.answer = answer;
      this.code = code;
      this.uses = uses;
      this.expiresAt = expiresAt;
    }

    /** Where its verdict is not ACCEPTED, there is no code. */
    public Answer answer() {
      return answer;
    }

    /** Ten digits, or empty. */
    public String code() {
      return code;
    }

    public int uses() {
      return uses;
    }

    public Instant expiresAt() {
      return expiresAt;
    }

    @Override
    public String toString() {
      return "Issued[code redacted, " + answer + "]";
    }
  }
}
