package org.kagiban.app.bench;

import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.kagiban.otp.HotpCode;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;

/**
 * A customer's event-based token, in software. Of one thread at a time; it belongs to one call at a
 * time.
 */
final class BenchToken {
  static final int DIGITS = 6;
  private static final String HMAC = "HmacSHA1";

  private final String id;
  private final Subscriber subscriber;
  private final Subject subject;
  private final Mac mac;
  private final Deque<String> ready = new ArrayDeque<>();
  private long counter;

  /**
   * @param seed what the server's HSM made for this device
   */
  BenchToken(String id, Subscriber subscriber, byte[] seed) {
    this.id = id;
    this.subscriber = subscriber;
    this.subject = Subject.newBuilder().setSubscriber(subscriber).build();
    try {
      mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(seed, HMAC));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  String id() {
    return id;
  }

  Subscriber subscriber() {
    return subscriber;
  }

  Subject subject() {
    return subject;
  }

  /** Computes codes ahead, so that the time to do so is not part of what is measured. */
  void prepare(int codes) {
    while (ready.size() < codes) {
      ready.add(compute());
    }
  }

  /** The next code: each is given once. */
  String nextCode() {
    String code = ready.poll();
    return code == null ? compute() : code;
  }

  private String compute() {
    return HotpCode.text(mac::doFinal, counter++, DIGITS);
  }

  @Override
  public String toString() {
    return "BenchToken[" + id + ", seed redacted]";
  }
}
