package org.kagiban.token;

import java.time.Instant;

/** Tokens for tests. */
public final class Tokens {
  public static final Institution BANK = new Institution("shinkin-0001");
  public static final Subscriber SUBSCRIBER = new Subscriber(BANK, "契約-1234567");
  public static final Instant NOW = Instant.parse("2026-11-22T09:00:10Z");

  private Tokens() {}

  public static Token fresh(String id, TokenProfile profile) {
    TokenId tokenId = new TokenId(id);
    return new Token(
        tokenId,
        BANK,
        profile,
        Validity.ALWAYS,
        new SeedRef(id),
        new byte[] {1, 2, 3, 4, 5, 6, 7, 8},
        NOW.minusSeconds(3600),
        TokenState.NEW);
  }

  public static Token enrolled(TokenProfile profile) {
    Token token = fresh("VSST12345678", profile);
    return token.with(token.state().withSubscriber(SUBSCRIBER, NOW.minusSeconds(600)));
  }
}
