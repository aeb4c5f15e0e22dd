package org.kagiban.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/**
 * Tokens as last committed, the least recently used dropped first: reading 23 columns through JDBC
 * costs about a fifth of a change. Right because the committer alone writes, in a file that its
 * process holds alone; it lives and dies with the committer's session. Of one thread.
 */
final class TokenCache {
  private final int capacity;
  private final Map<TokenId, Token> tokens;

  TokenCache(int capacity) {
    this.capacity = capacity;
    tokens =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<TokenId, Token> eldest) {
            return size() > TokenCache.this.capacity;
          }
        };
  }

  @Nullable Token get(TokenId id) {
    return tokens.get(id);
  }

  void put(Token token) {
    tokens.put(token.id(), token);
  }
}
