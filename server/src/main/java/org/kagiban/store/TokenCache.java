package org.kagiban.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/**
 * Tokens as last committed, the least recently used dropped first: reading 23 columns through JDBC
 * costs about a fifth of a change. Right because the committer alone writes, in a file that its
 * process holds alone; it lives and dies with the committer's session. Of one thread.
 */
final class TokenCache {
  private final Map<TokenId, Token> tokens;

  /** Whose token was which when it was last put here; {@link #tokenOf} asks whether it still is. */
  private final Map<Subscriber, TokenId> subscribers;

  TokenCache(int capacity) {
    tokens = leastRecentlyUsed(capacity);
    subscribers = leastRecentlyUsed(capacity);
  }

  private static <K, V> Map<K, V> leastRecentlyUsed(int capacity) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
      }
    };
  }

  @Nullable Token get(TokenId id) {
    return tokens.get(id);
  }

  /** Null where the rows must be asked. */
  @Nullable Token tokenOf(Subscriber subscriber) {
    TokenId id = subscribers.get(subscriber);
    Token token = id == null ? null : tokens.get(id);
    return token != null && subscriber.equals(token.state().subscriber()) ? token : null;
  }

  void put(Token token) {
    tokens.put(token.id(), token);
    Subscriber subscriber = token.state().subscriber();
    if (subscriber != null) {
      subscribers.put(subscriber, token.id());
    }
  }
}
