package org.kagiban.verification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Institution;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/**
 * The ledger behind a bounded cache of tokens. What it finds may be out of date and only prepares a
 * change; the change is decided on the rows themselves. Thread-safe; futures as in {@link
 * TokenLedger}.
 */
public final class TokenDirectory {
  private final TokenLedger ledger;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final Cache<TokenId, Token> tokens;
  private final Cache<Subscriber, TokenId> subscribers;

  /**
   * @param cached how many tokens to remember
   */
  public TokenDirectory(TokenLedger ledger, int cached) {
    this.ledger = ledger;
    this.tokens = Caffeine.newBuilder().maximumSize(cached).build();
    this.subscribers = Caffeine.newBuilder().maximumSize(cached).build();
  }

  public CompletableFuture<@Nullable Token> find(Subject subject) {
    return subject instanceof Subject.ByToken token
        ? find(token.id())
        : findBySubscriber(((Subject.BySubscriber) subject).subscriber());
  }

  public CompletableFuture<@Nullable Token> find(TokenId id) {
    Token cached = tokens.getIfPresent(id);
    (cached != null ? hits : misses).increment();
    return cached != null
        ? CompletableFuture.completedFuture(cached)
        : ledger.find(id).thenApply(this::remember);
  }

  public CompletableFuture<@Nullable Token> findBySubscriber(Subscriber subscriber) {
    TokenId id = subscribers.getIfPresent(subscriber);
    Token cached = id == null ? null : tokens.getIfPresent(id);
    boolean known = cached != null && subscriber.equals(cached.state().subscriber());
    (known ? hits : misses).increment();
    return known
        ? CompletableFuture.completedFuture(cached)
        : ledger.findBySubscriber(subscriber).thenApply(this::remember);
  }

  /** How often a token was found in the cache since the start. */
  public long hits() {
    return hits.sum();
  }

  /** How often the store was asked for one since the start. */
  public long misses() {
    return misses.sum();
  }

  /** As in {@link TokenLedger#list}. */
  public CompletableFuture<List<Token>> list(
      Institution institution, @Nullable TokenId after, int limit) {
    return ledger.list(institution, after, limit);
  }

  /** As in {@link TokenLedger#submit}. */
  public CompletableFuture<Answer> submit(Change change) {
    return ledger
        .submit(change)
        .thenApply(
            committed -> {
              committed.writes().forEach(this::replace);
              return committed.answer();
            });
  }

  /** Forgets what is cached, so that the next look reads the rows. */
  public void forget(Subject subject) {
    if (subject instanceof Subject.ByToken token) {
      tokens.invalidate(token.id());
    } else {
      Subscriber subscriber = ((Subject.BySubscriber) subject).subscriber();
      TokenId id = subscribers.asMap().remove(subscriber);
      if (id != null) {
        tokens.invalidate(id);
      }
    }
  }

  /** Keeps what a commit has put there meanwhile: it is newer than what was read. */
  private @Nullable Token remember(@Nullable Token read) {
    if (read == null) {
      return null;
    }
    Token newer = tokens.asMap().putIfAbsent(read.id(), read);
    link(read);
    return newer == null ? read : newer;
  }

  private void replace(Token written) {
    tokens.put(written.id(), written);
    link(written);
  }

  private void link(Token token) {
    Subscriber subscriber = token.state().subscriber();
    if (subscriber != null) {
      subscribers.put(subscriber, token.id());
    }
  }
}
