package org.kagiban.app.bench;

import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.kagiban.otp.HotpCode;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;

/**
 * A customer's event-based token, in software. Of one thread at a time; it belongs to one call at a
 * time. Small, since there can be a million.
 */
final class BenchToken {
  static final int DIGITS = 6;

  /** More than the server looks ahead. */
  private static final int WINDOW = 12;

  private static final String HMAC = "HmacSHA1";
  private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(BenchToken::newMac);

  private final String id;
  private final Subject subject;
  private final byte[] seed;
  private final Deque<String> ready = new ArrayDeque<>(2);

  /** Of the next code to be computed. */
  private long counter;

  private int wrongInARow;
  private String wrong = "";

  /**
   * @param seed what the server's HSM made for this device
   */
  BenchToken(String id, Subscriber subscriber, byte[] seed) {
    this.id = id;
    this.subject = Subject.newBuilder().setSubscriber(subscriber).build();
    this.seed = seed.clone();
  }

  String id() {
    return id;
  }

  Subscriber subscriber() {
    return subject.getSubscriber();
  }

  Subject subject() {
    return subject;
  }

  /** Computes codes ahead, so that the time to do so is not part of what is measured. */
  void prepare(int codes, Codes kind) {
    while (ready.size() < codes) {
      ready.add(code(counter++));
    }
    if (kind != Codes.RIGHT) {
      wrong = anyWrongCode();
    }
  }

  /** The next right code: each is given once. */
  String nextCode() {
    wrongInARow = 0;
    String code = ready.poll();
    if (code == null) {
      code = code(counter++);
      // It was compared with what the server looked at until now.
      wrong = "";
    }
    return code;
  }

  /** A code that the server must not accept, null where the next one has to be right. */
  @Nullable String wrongCode(Codes kind) {
    if (wrongInARow >= kind.wrongOnes()) {
      return null;
    }
    wrongInARow++;
    if (wrong.isEmpty()) {
      wrong = anyWrongCode();
    }
    return wrong;
  }

  /** One that is wrong until those that are ready were used. */
  private String anyWrongCode() {
    Set<String> right = new HashSet<>(ready);
    for (int i = 0; i < WINDOW; i++) {
      right.add(code(counter + i));
    }
    int number = 0;
    while (right.contains(text(number))) {
      number++;
    }
    return text(number);
  }

  private static String text(int number) {
    return String.format(Locale.ROOT, "%06d", number);
  }

  private String code(long factor) {
    Mac mac = MAC.get();
    try {
      mac.init(new SecretKeySpec(seed, HMAC));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a seed is a key of " + HMAC, e);
    }
    return HotpCode.text(mac::doFinal, factor, DIGITS);
  }

  private static Mac newMac() {
    try {
      return Mac.getInstance(HMAC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  @Override
  public String toString() {
    return "BenchToken[" + id + ", seed redacted]";
  }
}
