package org.kagiban.hsm;

import org.kagiban.token.TokenId;

/** Hears of stored seeds that do not belong to their tokens, to log them. */
@FunctionalInterface
public interface SeedRefusals {
  /**
   * Called at most once for a token and minute, on an HSM worker: it must not block.
   *
   * @param why a sentence for the operator; holds no secret
   */
  void refused(TokenId token, String why);
}
