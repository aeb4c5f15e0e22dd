package org.kagiban.cli;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.time.Clock;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.kagiban.otp.HotpCode;
import org.kagiban.otp.OcraSuite;
import org.kagiban.otp.Transaction;
import org.kagiban.otp.TransactionSignature;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.TokenProfile;

/**
 * A token on the customer's own device. Here the seed is where it belongs outside the HSM, with the
 * customer, so the HMAC is computed by {@link Mac}; the server never runs this class (invariant
 * hsm-computes). Not thread-safe.
 */
public final class SoftwareToken {
  private static final long MILLIS = 1000;

  private final String id;
  private final TokenProfile profile;
  private final Mac mac;
  private final Clock clock;

  private SoftwareToken(String id, TokenProfile profile, Mac mac, Clock clock) {
    this.id = id;
    this.profile = profile;
    this.mac = mac;
    this.clock = clock;
  }

  /**
   * Opens a seed that was wrapped for this device.
   *
   * @param wrapped RSAES-OAEP with SHA-1 and MGF1-SHA-1, empty label (RFC 8017 section 7.1)
   * @param profile of a time-based token
   * @throws GeneralSecurityException where the key does not open it
   */
  public static SoftwareToken open(
      String id, TokenProfile profile, byte[] wrapped, PrivateKey key, Clock clock)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    // Spelled out: what Java's transformation names mean for MGF1 differs between hashes.
    cipher.init(
        Cipher.DECRYPT_MODE,
        key,
        new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT));
    byte[] seed = cipher.doFinal(wrapped);
    try {
      return of(id, profile, seed, clock);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  static SoftwareToken of(String id, TokenProfile profile, byte[] seed, Clock clock)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance(algorithm(profile.algorithm()));
    mac.init(new SecretKeySpec(seed, mac.getAlgorithm()));
    return new SoftwareToken(id, profile, mac, clock);
  }

  private static String algorithm(HashAlgorithm hash) {
    return switch (hash) {
      case SHA1 -> "HmacSHA1";
      case SHA256 -> "HmacSHA256";
      case SHA512 -> "HmacSHA512";
    };
  }

  public String id() {
    return id;
  }

  public TokenProfile profile() {
    return profile;
  }

  /**
   * What the display shows at one moment.
   *
   * @param step the time step (RFC 6238 section 4.2)
   * @param secondsLeft until the next code, 1 up to the period
   */
  public record Reading(long step, String code, int secondsLeft) {}

  /** What the display shows now. */
  public Reading read() {
    long millis = clock.millis();
    long period = profile.periodSeconds() * MILLIS;
    long step = millis / period;
    int left = (int) ((period - millis % period + MILLIS - 1) / MILLIS);
    return new Reading(step, code(step), left);
  }

  /** The code of a time step. */
  public String code(long step) {
    return HotpCode.text(mac::doFinal, step, profile.digits());
  }

  /**
   * Signs what the customer has read and agreed to, in this moment's time step.
   *
   * @return the code to type in at the bank
   */
  public String sign(Transaction transaction) {
    return sign(transaction, clock.millis() / (profile.periodSeconds() * MILLIS));
  }

  /** The signature of a time step. */
  public String sign(Transaction transaction, long step) {
    OcraSuite suite = TransactionSignature.suite(profile);
    byte[] message = TransactionSignature.message(suite, transaction.hash(), step);
    byte[] code = HotpCode.truncate(mac.doFinal(message), profile.digits());
    return new String(code, StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "SoftwareToken[" + id + ", seed redacted]";
  }
}
