package org.kagiban.verification;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes request identities. Bodies hold codes, so their digest is an HMAC-SHA-256 under a key that
 * the HSM derives at start and that is never stored. Until there is a key, nobody is identified.
 * Thread-safe.
 */
public final class RequestDigester {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SIZE = 16;

  private volatile @Nullable Mac template;

  /** Without a key as yet: for a partition whose keys are still to be made. */
  public RequestDigester() {}

  /**
   * @param key as in {@link #begin}
   */
  public RequestDigester(byte[] key) {
    begin(key);
  }

  /** Whether it has a key. */
  public boolean ready() {
    return template != null;
  }

  /**
   * Gives it its key.
   *
   * @param key 32 bytes, the same at every start
   */
  public void begin(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      template = mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /**
   * @param method the call's name; part of the body
   * @param body the request as it came
   * @throws UnavailableException while there is no key
   */
  public RequestIdentity identify(String caller, String requestId, String method, byte[] body) {
    byte[] key = mac("id", utf8(caller), utf8(requestId));
    return new RequestIdentity(requestId, key, mac("body", utf8(method), body));
  }

  private byte[] mac(String use, byte[] first, byte[] second) {
    Mac mac = copy();
    mac.update(length(use.length()));
    mac.update(utf8(use));
    mac.update(length(first.length));
    mac.update(first);
    mac.update(length(second.length));
    mac.update(second);
    return Arrays.copyOf(mac.doFinal(), SIZE);
  }

  private Mac copy() {
    Mac keyed = template;
    if (keyed == null) {
      throw new UnavailableException(
          UnavailableException.Part.HSM_UNAVAILABLE,
          "the partition has no request key yet; run a partition-keys ceremony");
    }
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's " + ALGORITHM + " can be cloned", e);
    }
  }

  private static byte[] length(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "RequestDigester[key redacted]";
  }
}
