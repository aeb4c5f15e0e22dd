package org.kagiban.token;

import java.time.Instant;

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

  /** The same code with one use less. */
  public TemporaryCode used() {
    return new TemporaryCode(salt, hash, usesLeft - 1, expiresAt);
  }

  @Override
  public String toString() {
    return "TemporaryCode[usesLeft=" + usesLeft + ", expiresAt=" + expiresAt + "]";
  }
}
