package org.kagiban.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;

/**
 * Tokens as last committed, the least recently used dropped first: reading 25 columns through JDBC
 * costs about a fifth of a change. Right because the committer alone writes, in a file that its
 * process holds alone; it lives and dies with the committer's session. Of one thread.
 */
final class TokenCache {
  private final Map<TokenId, TokenRow> rows;

  /** Whose token was which when it was last put here; {@link #tokenOf} asks whether it still is. */
  private final Map<Subscriber, TokenId> subscribers;

  TokenCache(int capacity) {
    rows = leastRecentlyUsed(capacity);
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

  @Nullable TokenRow get(TokenId id) {
    return rows.get(id);
  }

  /** Null where the rows must be asked. */
  @Nullable TokenRow tokenOf(Subscriber subscriber) {
    TokenId id = subscribers.get(subscriber);
    TokenRow row = id == null ? null : rows.get(id);
    return row != null && subscriber.equals(row.token().state().subscriber()) ? row : null;
  }

  void put(TokenRow row) {
    TokenId id = row.token().id();
    rows.put(id, row);
    Subscriber subscriber = row.token().state().subscriber();
    if (subscriber != null) {
      subscribers.put(subscriber, id);
    }
  }
}
