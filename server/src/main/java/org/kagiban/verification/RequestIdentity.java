package org.kagiban.verification;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Which request this is, for safe-retry. Made by {@link RequestDigester}. Immutable.
 *
 * <p>The body's digest is keyed: without the key nobody can try codes against it.
 */
public final class RequestIdentity {
  private final String id;
  private final byte[] key;
  private final byte[] digest;
  private final BooleanSupplier gone;

  RequestIdentity(String id, byte[] key, byte[] digest) {
    this(id, key, digest, () -> false);
  }

  private RequestIdentity(String id, byte[] key, byte[] digest, BooleanSupplier gone) {
    this.id = id;
    this.key = key;
    this.digest = digest;
    this.gone = gone;
  }

  /**
   * The same request, of a caller that may give up.
   *
   * @param gone says whether it has, because its deadline passed or it hung up; asked on any thread
   */
  public RequestIdentity awaitedUntil(BooleanSupplier gone) {
    return new RequestIdentity(id, key, digest, gone);
  }

  /**
   * To be called before a key is used: what nobody waits for is not begun. What a key was used for
   * is brought to its end, so that the log tells of it and a repetition gets the answer.
   *
   * @throws AbandonedException where the caller has gone
   */
  public void requireAwaited() {
    if (gone.getAsBoolean()) {
      throw new AbandonedException();
    }
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
