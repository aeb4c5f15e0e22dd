package org.kagiban.custody.batch;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Institution;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Change;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.UnavailableException;

/**
 * A store that goes away before or after one of its commits, for good: all that a killed server
 * leaves is what was committed.
 */
final class KilledLedger implements TokenLedger {
  private final TokenLedger ledger;
  private final int killAt;
  private int passed;

  /**
   * @param killAt before a commit if even, after it if odd
   */
  KilledLedger(TokenLedger ledger, int killAt) {
    this.ledger = ledger;
    this.killAt = killAt;
  }

  synchronized int passed() {
    return passed;
  }

  private synchronized boolean dead() {
    return passed++ >= killAt;
  }

  private static CompletableFuture<Committed> gone() {
    return CompletableFuture.failedFuture(
        new UnavailableException(UnavailableException.Part.STORE_UNAVAILABLE, "killed"));
  }

  @Override
  public CompletableFuture<Committed> submit(Change change) {
    if (dead()) {
      return gone();
    }
    Committed committed = ledger.submit(change).join();
    return dead() ? gone() : CompletableFuture.completedFuture(committed);
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
}
