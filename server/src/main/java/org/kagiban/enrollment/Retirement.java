package org.kagiban.enrollment;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.token.HelpDeskTransitions;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Caller;
import org.kagiban.verification.Decision;
import org.kagiban.verification.LedgerView;
import org.kagiban.verification.PreparedChange;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.StaleException;
import org.kagiban.verification.Subject;
import org.kagiban.verification.TokenDirectory;
import org.kagiban.verification.TokenEvents;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TrustedClock;

/**
 * Ends tokens for good. First the token's end is committed, then its seed is destroyed in the HSM,
 * then that is committed; {@link #finish} takes up at start-up what a crash left between.
 * Thread-safe; futures as in {@link HelpDesk}.
 */
public final class Retirement {
  private static final int BATCH = 100;
  private static final String CUT_OFF = "the retirement was cut off, and is finished at a start";

  private final HelpDesk helpDesk;
  private final TokenDirectory directory;
  private final TokenLedger ledger;
  private final Function<SeedRef, CompletableFuture<Void>> destroy;
  private final TrustedClock clock;

  /**
   * @param destroy destroys a seed in the HSM; one that is not there counts as destroyed
   */
  public Retirement(
      HelpDesk helpDesk,
      TokenDirectory directory,
      TokenLedger ledger,
      Function<SeedRef, CompletableFuture<Void>> destroy,
      TrustedClock clock) {
    this.helpDesk = helpDesk;
    this.directory = directory;
    this.ledger = ledger;
    this.destroy = destroy;
    this.clock = clock;
  }

  /** Retires a token; the answer comes when its seed is destroyed. */
  public CompletableFuture<Answer> retire(
      Caller caller, RequestIdentity request, TokenId id, String reason) {
    return helpDesk
        .change(caller, request, "retire", id, reason, HelpDeskTransitions::retire)
        .thenCompose(
            answer ->
                answer.verdict() == Verdict.ACCEPTED
                    ? destroySeed(id, new Asked(caller, request, reason)).thenApply(done -> answer)
                    : CompletableFuture.completedFuture(answer));
  }

  /** Destroys the seeds of tokens that were retired before a crash. Completes with how many. */
  public CompletableFuture<Integer> finish() {
    return finish(0);
  }

  private CompletableFuture<Integer> finish(int before) {
    return ledger
        .retiredWithSeed(BATCH)
        .thenCompose(
            tokens -> {
              if (tokens.isEmpty()) {
                return CompletableFuture.completedFuture(before);
              }
              CompletableFuture<?>[] all =
                  tokens.stream()
                      .map(token -> destroySeed(token, null))
                      .toArray(CompletableFuture[]::new);
              return CompletableFuture.allOf(all)
                  .thenCompose(done -> finish(before + tokens.size()));
            });
  }

  /** Who wanted a token retired. */
  private record Asked(Caller by, RequestIdentity request, String reason) {}

  private CompletableFuture<Boolean> destroySeed(TokenId id, Asked asked) {
    directory.forget(new Subject.ByToken(id));
    return directory
        .find(id)
        .thenCompose(
            token ->
                token == null
                    ? CompletableFuture.completedFuture(false)
                    : destroySeed(token, asked));
  }

  /**
   * @param asked null where a crash came between
   */
  private CompletableFuture<Boolean> destroySeed(Token token, @Nullable Asked asked) {
    SeedRef seed = token.seed();
    if (seed == null) {
      return CompletableFuture.completedFuture(false);
    }
    return destroy
        .apply(seed)
        .thenCompose(
            done -> {
              Instant at = clock.now();
              return directory.submit(
                  new PreparedChange(
                      null,
                      Set.of(token.id()),
                      Set.of(),
                      view -> destroyed(token, seed, asked, at, view)));
            })
        .handle(Retirement::told);
  }

  /** Whoever wanted the same at the same time may have told it: a seed is destroyed once. */
  private static Boolean told(@Nullable Answer answer, @Nullable Throwable failure) {
    if (failure == null) {
      return true;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof StaleException) {
      return false;
    }
    throw failure instanceof CompletionException same ? same : new CompletionException(failure);
  }

  private static Decision destroyed(
      Token token, SeedRef seed, @Nullable Asked asked, Instant at, LedgerView view) {
    Token row = view.token(token.id());
    if (row == null || row.seed() == null) {
      throw new StaleException();
    }
    EventId event = EventId.at(at);
    AuditEvent.Builder destroyed =
        AuditEvent.of(EventKind.KEY_DESTROYED, event, at)
            .with(EventField.TOKEN, token.id().value())
            .with(EventField.KEY, seed.value())
            .with(EventField.INSTITUTION, token.institution().id())
            .with(EventField.KCV, token.kcv())
            .with(EventField.MECHANISM, TokenEvents.kcvMethod(token.profile()))
            .with(EventField.CALLER, asked == null ? null : asked.by().name())
            .with(EventField.REQUEST, asked == null ? null : asked.request().id())
            .with(EventField.REASON, asked == null ? CUT_OFF : asked.reason());
    return new Decision(
        Answer.plain(Verdict.ACCEPTED, event, token.id()),
        List.of(row.withoutSeed()),
        List.of(destroyed.build()));
  }
}
