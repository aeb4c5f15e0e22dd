package org.kagiban.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Institution;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.TokenState;
import org.kagiban.token.Validity;

/** Tokens for tests. */
final class Tokens {
  static final Instant NOW = Instant.parse("2026-11-22T09:30:00.123456Z");
  static final Institution BANK = new Institution("sakura-cu");
  static final Institution OTHER_BANK = new Institution("momiji-bank");

  private Tokens() {}

  static TokenId id(int number) {
    return new TokenId("VSST" + (10_000_000 + number));
  }

  static Subscriber subscriber(String id) {
    return new Subscriber(BANK, id);
  }

  static Token fresh(int number) {
    return in(BANK, number);
  }

  static Token in(Institution institution, int number) {
    TokenId id = id(number);
    return new Token(
        id,
        institution,
        TokenProfile.DEFAULT,
        Validity.ALWAYS,
        new SeedRef("seed-" + id),
        new byte[] {1, 2, 3, 4, 5, 6, 7, 8},
        NOW,
        TokenState.NEW);
  }

  static Token enrolled(int number, @Nullable Subscriber subscriber) {
    Instant since = subscriber == null ? null : NOW;
    return fresh(number)
        .with(new TokenState(false, false, subscriber, since, 0, 0, 0, 0, null, null));
  }

  static Token retired(int number) {
    return fresh(number).with(new TokenState(true, false, null, null, 0, 0, 0, 0, null, null));
  }
}
