package org.kagiban.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;

/** Gathers writes of rows of {@code token}, each by the least that does. Of one thread. */
interface TokenWrites {
  /**
   * Takes the token from its subscriber, so that another may have it in the same transaction;
   * executed before everything else.
   */
  void release(TokenId id) throws SQLException;

  /** Writes what a verification changes: {@link TokenRows#sameButForCounters}, and the chain. */
  void advance(TokenRow next) throws SQLException;

  /** Writes the chain alone. */
  void chain(TokenRow next) throws SQLException;

  /** Writes all of the row, which may be new. */
  void put(TokenRow next) throws SQLException;

  /** Adds the difference between two versions of a row; returns whether there is one. */
  default boolean write(@Nullable TokenRow before, TokenRow now) throws SQLException {
    if (before == null) {
      put(now);
    } else if (now.token().equals(before.token())) {
      if (now.chain().equals(before.chain())) {
        return false;
      }
      chain(now);
    } else if (TokenRows.sameButForCounters(before.token(), now.token())) {
      advance(now);
    } else {
      Subscriber had = before.token().state().subscriber();
      if (had != null && !had.equals(now.token().state().subscriber())) {
        release(now.token().id());
      }
      put(now);
    }
    return true;
  }
}
