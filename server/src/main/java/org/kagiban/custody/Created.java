package org.kagiban.custody;

import java.util.Objects;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.verification.Answer;

/**
 * A token for a device.
 *
 * @param wrappedSeed as in {@link KeyCustody.GeneratedSeed}
 */
public record Created(Answer answer, TokenId tokenId, byte[] wrappedSeed, TokenProfile profile) {
  /** The answer's detail is the wrapped seed; the profile is in the request, first or repeated. */
  static Created of(Answer answer, TokenProfile profile) {
    return new Created(answer, Objects.requireNonNull(answer.token()), answer.detail(), profile);
  }
}
