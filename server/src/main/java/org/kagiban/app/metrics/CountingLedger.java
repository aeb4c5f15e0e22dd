package org.kagiban.app.metrics;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.token.Institution;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Change;
import org.kagiban.verification.Decision;
import org.kagiban.verification.LedgerView;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.TokenLedger;

/** A ledger that has the verdicts counted once they are on disk. As thread-safe as the ledger. */
final class CountingLedger implements TokenLedger {
  private final TokenLedger ledger;
  private final VerdictMeter meter;

  CountingLedger(TokenLedger ledger, VerdictMeter meter) {
    this.ledger = ledger;
    this.meter = meter;
  }

  @Override
  public CompletableFuture<@Nullable Token> find(TokenId id) {
    return ledger.find(id);
  }

  @Override
  public CompletableFuture<List<Token>> findAll(Collection<TokenId> ids) {
    return ledger.findAll(ids);
  }

  @Override
  public CompletableFuture<@Nullable Token> findBySubscriber(Subscriber subscriber) {
    return ledger.findBySubscriber(subscriber);
  }

  @Override
  public CompletableFuture<List<Token>> list(
      Institution institution, @Nullable TokenId after, int limit) {
    return ledger.list(institution, after, limit);
  }

  @Override
  public CompletableFuture<List<Token>> retiredWithSeed(int limit) {
    return ledger.retiredWithSeed(limit);
  }

  @Override
  public CompletableFuture<@Nullable Answer> answered(RequestIdentity request) {
    return ledger.answered(request);
  }

  @Override
  public CompletableFuture<Committed> submit(Change change) {
    Overheard overheard = new Overheard(change);
    return ledger
        .submit(overheard)
        .thenApply(
            committed -> {
              AuditEvent first = overheard.first;
              if (!committed.repeated() && first != null) {
                meter.count(first);
              }
              return committed;
            });
  }

  /** Keeps the first event of what was decided last. */
  private static final class Overheard implements Change {
    private final Change change;
    private volatile @Nullable AuditEvent first;

    Overheard(Change change) {
      this.change = change;
    }

    @Override
    public @Nullable RequestIdentity request() {
      return change.request();
    }

    @Override
    public Set<TokenId> tokens() {
      return change.tokens();
    }

    @Override
    public Set<Subscriber> subscribers() {
      return change.subscribers();
    }

    @Override
    public Decision decide(LedgerView view) {
      Decision decision = change.decide(view);
      first = decision.events().get(0);
      return decision;
    }
  }
}
