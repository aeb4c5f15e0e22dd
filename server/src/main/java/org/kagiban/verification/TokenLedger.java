package org.kagiban.verification;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Institution;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/**
 * The durable state of all tokens, the answers to requests, and the audit events. Thread-safe.
 *
 * <p>Every future may complete exceptionally with {@link UnavailableException} where the store
 * fails or does not answer in time, and with {@link OverloadedException} where its queue is full.
 */
public interface TokenLedger {
  /** Reads a token as last committed, null where there is none. */
  CompletableFuture<@Nullable Token> find(TokenId id);

  /** Reads tokens as last committed, those that there are, in any order. */
  CompletableFuture<List<Token>> findAll(Collection<TokenId> ids);

  /** Reads the token that a subscriber has, null where there is none. */
  CompletableFuture<@Nullable Token> findBySubscriber(Subscriber subscriber);

  /**
   * Lists an institution's tokens by id.
   *
   * @param after the last id of the page before, null for the first page
   * @param limit 1 to 1000
   */
  CompletableFuture<List<Token>> list(Institution institution, @Nullable TokenId after, int limit);

  /** Tokens that are retired and whose seed is still to be destroyed, at most {@code limit}. */
  CompletableFuture<List<Token>> retiredWithSeed(int limit);

  /**
   * The answer that a request got before, null where it is new.
   *
   * @return completes exceptionally with {@link RequestIdReusedException} where its body differs
   */
  CompletableFuture<@Nullable Answer> answered(RequestIdentity request);

  /**
   * Decides and commits a change. Changes take effect one after another, in an order that respects
   * what completed before: a change sees all that was committed earlier (invariants once and
   * bounded-guessing). Token rows, the request's answer and the events are on disk together before
   * the future completes (invariant durable-before-answer); when it completes exceptionally with
   * anything but UnavailableException, nothing was written. After UnavailableException the outcome
   * may be unknown: repeat with the same request identity.
   *
   * <p>A request that was committed before is not decided again: it completes with the first
   * answer, or with {@link RequestIdReusedException} where its body differs (invariant safe-retry).
   */
  CompletableFuture<Committed> submit(Change change);

  /**
   * What was committed.
   *
   * @param repeated whether the answer is that of an earlier, equal request
   * @param writes the tokens as written; empty where repeated
   */
  record Committed(Answer answer, boolean repeated, List<Token> writes) {}
}
