package org.kagiban.verification;

import java.util.Arrays;

/**
 * Which request this is, for safe-retry. Made by {@link RequestDigester}. Immutable.
 *
 * <p>The body's digest is keyed: without the key nobody can try codes against it.
 */
public final class RequestIdentity {
  private final String id;
  private final byte[] key;
  private final byte[] digest;

  RequestIdentity(String id, byte[] key, byte[] digest) {
    this.id = id;
    this.key = key;
    this.digest = digest;
  }

  /** The request id as the caller wrote it. */
  public String id() {
    return id;
  }

  /** 16 bytes, the same for the same caller and request id. */
  public byte[] key() {
    return key.clone();
  }

  /** 16 bytes, the same for the same method and body. */
  public byte[] digest() {
    return digest.clone();
  }

  /** Whether a stored digest is this request's. */
  public boolean sameBody(byte[] other) {
    return Arrays.equals(digest, other);
  }

  @Override
  public String toString() {
    return "RequestIdentity[" + id + "]";
  }
}
