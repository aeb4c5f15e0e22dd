package org.kagiban.verification;

import org.kagiban.token.TokenId;

/**
 * The HSM computes another key check value with a token's seed than the one that was written down
 * when the seed was made: the seed is another, or the HSM computes wrong results. Whether a code is
 * wrong cannot be said.
 */
public final class SeedMismatchException extends UnavailableException {
  private static final long serialVersionUID = 1;

  SeedMismatchException(TokenId token) {
    super(
        Part.SEED_UNUSABLE,
        "the HSM computes another key check value with the seed of token "
            + token
            + " than the token's own: no code of it is called wrong");
  }
}
