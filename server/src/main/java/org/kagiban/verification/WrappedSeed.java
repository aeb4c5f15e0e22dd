package org.kagiban.verification;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.TokenId;

/**
 * A seed as it rests in the store. Worth nothing without the HSM, and bound to its token.
 *
 * @param kek label of the HSM's key that it is wrapped under
 * @param wrapped AES key wrap with padding (RFC 5649), 24 to 136 bytes
 * @param mac HMAC-SHA-256 by the HSM's binding key, 32 bytes, over Token ID, profile, kek and
 *     wrapped; whoever unwraps checks it first
 */
public record WrappedSeed(TokenId token, String kek, byte[] wrapped, byte[] mac) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WrappedSeed that
        && token.equals(that.token)
        && kek.equals(that.kek)
        && Arrays.equals(wrapped, that.wrapped)
        && Arrays.equals(mac, that.mac);
  }

  @Override
  public int hashCode() {
    return token.hashCode();
  }

  @Override
  public String toString() {
    return "WrappedSeed[" + token + " under " + kek + "]";
  }
}
