package org.kagiban.verification;

import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/** The rows that a {@link Change} named, as of its place in the order of changes. */
public interface LedgerView {
  /** Null where there is none. */
  @Nullable Token token(TokenId id);

  /** The token that the subscriber has, null where there is none. */
  @Nullable Token tokenOf(Subscriber subscriber);

  /** The token that a request is about, null where there is none. */
  default @Nullable Token of(Subject subject) {
    return subject instanceof Subject.ByToken token
        ? token(token.id())
        : tokenOf(((Subject.BySubscriber) subject).subscriber());
  }
}
