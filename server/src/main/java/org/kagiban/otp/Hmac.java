package org.kagiban.otp;

/** An HMAC under one seed, computed by whoever holds the seed. */
@FunctionalInterface
public interface Hmac {
  /** Returns HMAC(seed, message): 20, 32 or 64 bytes by the profile's hash. */
  byte[] compute(byte[] message);
}
