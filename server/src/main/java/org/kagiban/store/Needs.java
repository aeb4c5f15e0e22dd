package org.kagiban.store;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;
import org.kagiban.verification.Change;
import org.kagiban.verification.RequestIdentity;

/** The rows that a batch's changes name, to be read together. Of one thread. */
final class Needs {
  final Set<TokenId> tokens = new LinkedHashSet<>();
  final Set<Subscriber> subscribers = new LinkedHashSet<>();

  /** Keys of requests. */
  final Set<ByteBuffer> requests = new LinkedHashSet<>();

  /** Tokens whose wrapped seed is needed. */
  final Set<TokenId> seeds = new LinkedHashSet<>();

  void add(Change change) {
    tokens.addAll(change.tokens());
    subscribers.addAll(change.subscribers());
    RequestIdentity request = change.request();
    if (request != null) {
      requests.add(ByteBuffer.wrap(request.key()));
    }
  }

  void add(Move move) {
    tokens.add(move.token());
    seeds.add(move.token());
  }
}
