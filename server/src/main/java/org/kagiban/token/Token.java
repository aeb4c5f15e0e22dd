package org.kagiban.token;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One token as the store keeps it: what never changes, and its state.
 *
 * @param seed null once the seed is destroyed
 * @param kcv key check value of the seed: the first 8 bytes of HMAC(seed, "kagiban kcv") with the
 *     profile's hash, computed by the HSM
 */
public record Token(
    TokenId id,
    Institution institution,
    TokenProfile profile,
    Validity validity,
    @Nullable SeedRef seed,
    byte[] kcv,
    Instant createdAt,
    TokenState state) {

  public Token with(TokenState next) {
    return new Token(id, institution, profile, validity, seed, kcv, createdAt, next);
  }

  /** The same token when its seed is no longer in the HSM. */
  public Token withoutSeed() {
    return new Token(id, institution, profile, validity, null, kcv, createdAt, state);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Token that
        && id.equals(that.id)
        && institution.equals(that.institution)
        && profile.equals(that.profile)
        && validity.equals(that.validity)
        && Objects.equals(seed, that.seed)
        && Arrays.equals(kcv, that.kcv)
        && createdAt.equals(that.createdAt)
        && state.equals(that.state);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Token[" + id + ", " + institution + ", kcv=" + HexFormat.of().formatHex(kcv) + "]";
  }
}
