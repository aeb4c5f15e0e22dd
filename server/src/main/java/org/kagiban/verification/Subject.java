package org.kagiban.verification;

import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;

/** Whose code a request is about. */
public sealed interface Subject {
  record ByToken(TokenId id) implements Subject {}

  record BySubscriber(Subscriber subscriber) implements Subject {}
}
