package org.kagiban.verification;

import org.kagiban.otp.Hmac;

/** Measures how long the HMACs of one job take on the HSM's worker. Of one thread. */
final class TimedHmac implements Hmac {
  private static final long MICRO = 1000;

  private final Hmac hmac;
  private long nanos;

  TimedHmac(Hmac hmac) {
    this.hmac = hmac;
  }

  @Override
  public byte[] compute(byte[] message) {
    long begin = System.nanoTime();
    byte[] mac = hmac.compute(message);
    nanos += System.nanoTime() - begin;
    return mac;
  }

  /** Of all HMACs so far, waiting for a worker not included. */
  long micros() {
    return nanos / MICRO;
  }
}
