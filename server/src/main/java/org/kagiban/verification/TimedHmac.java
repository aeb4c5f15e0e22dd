package org.kagiban.verification;

import org.kagiban.otp.Hmac;

/** Counts the HMACs of one job, and how long they take on the HSM's worker. Of one thread. */
final class TimedHmac implements Hmac {
  private static final long MICRO = 1000;

  private final Hmac hmac;
  private long nanos;
  private int count;

  TimedHmac(Hmac hmac) {
    this.hmac = hmac;
  }

  @Override
  public byte[] compute(byte[] message) {
    long begin = System.nanoTime();
    byte[] mac = hmac.compute(message);
    count++;
    nanos += System.nanoTime() - begin;
    return mac;
  }

  /** How many so far. */
  int count() {
    return count;
  }

  /** Of all HMACs so far, waiting for a worker not included. */
  long micros() {
    return nanos / MICRO;
  }
}
