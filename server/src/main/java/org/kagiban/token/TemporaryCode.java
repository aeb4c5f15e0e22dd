package org.kagiban.token;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A code that the help desk gave out, kept as a slow hash only.
 *
 * <p>Immutable.
 */
public final class TemporaryCode {
  private final byte[] salt;
  private final byte[] hash;
  private final int usesLeft;
  private final Instant expiresAt;

  public TemporaryCode(byte[] salt, byte[] hash, int usesLeft, Instant expiresAt) {
    this.salt = salt.clone();
    this.hash = hash.clone();
    this.usesLeft = usesLeft;
    this.expiresAt = expiresAt;
  }

  public byte[] salt() {
    return salt.clone();
  }

  public byte[] hash() {
    return hash.clone();
  }

  public int usesLeft() {
    return usesLeft;
  }

  /** First moment at which it is refused. */
  public Instant expiresAt() {
    return expiresAt;
  }

  public boolean usableAt(Instant at) {
    return usesLeft > 0 && at.isBefore(expiresAt);
  }

  /** Whether it was given out by the same act, however often used since. */
  public boolean sameAs(TemporaryCode other) {
    return Arrays.equals(salt, other.salt) && Arrays.equals(hash, other.hash);
  }

  /** The same code with one use less. */
  public TemporaryCode used() {
    return new TemporaryCode(salt, hash, usesLeft - 1, expiresAt);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TemporaryCode that
        && sameAs(that)
        && usesLeft == that.usesLeft
        && expiresAt.equals(that.expiresAt);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(salt);
  }

  @Override
  public String toString() {
    return "TemporaryCode[usesLeft=" + usesLeft + ", expiresAt=" + expiresAt + "]";
  }
}
