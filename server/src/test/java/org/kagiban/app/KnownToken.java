package org.kagiban.app;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.kagiban.otp.Hmac;
import org.kagiban.otp.HotpCode;
import org.kagiban.token.TokenProfile;

/** A customer's token, whose seed the test knows: it computes codes as the device would. */
public record KnownToken(String id, TokenProfile profile, byte[] seed) {
  private static final SecureRandom RANDOM = new SecureRandom();

  public static KnownToken random(String id, TokenProfile profile) {
    byte[] seed = new byte[profile.algorithm().size()];
    RANDOM.nextBytes(seed);
    return new KnownToken(id, profile, seed);
  }

  static KnownToken ascii(String id, TokenProfile profile, String seed) {
    return new KnownToken(id, profile, seed.getBytes(StandardCharsets.US_ASCII));
  }

  /** The code of a time step or counter. */
  public String code(long factor) {
    return HotpCode.text(hmac(), factor, profile.digits());
  }

  /** The code that it shows now. */
  String codeNow() {
    return code(profile.stepAt(Instant.now()));
  }

  /** A code that is wrong in the whole of any window around now. */
  String wrongCode() {
    long step = profile.stepAt(Instant.now());
    for (int number = 0; ; number++) {
      String code = String.format("%0" + profile.digits() + "d", number);
      boolean right = false;
      for (long near = step - 200; near <= step + 200; near++) {
        right |= code.equals(code(near));
      }
      if (!right) {
        return code;
      }
    }
  }

  public Hmac hmac() {
    String algorithm = "Hmac" + profile.algorithm();
    return message -> {
      try {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(seed, algorithm));
        return mac.doFinal(message);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    };
  }
}
