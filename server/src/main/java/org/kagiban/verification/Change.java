package org.kagiban.verification;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;

/** One request's change of tokens, decided inside the store's transaction. */
public interface Change {
  /** For safe-retry; null for what is not repeated by an id, such as a batch of seeds. */
  @Nullable RequestIdentity request();

  /** The tokens that {@link #decide} may ask for. */
  Set<TokenId> tokens();

  /** The subscribers whose token {@link #decide} may ask for. */
  Set<Subscriber> subscribers();

  /**
   * Decides. Called inside the transaction, with the rows read for update; again, where the
   * transaction is repeated. Pure and quick: no I/O.
   *
   * @throws StaleException where what was prepared before does not fit the rows any more
   */
  Decision decide(LedgerView view);
}
