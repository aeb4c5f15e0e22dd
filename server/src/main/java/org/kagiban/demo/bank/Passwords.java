package org.kagiban.demo.bank;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords as the bank keeps them: PBKDF2 with a salt each. Thread-safe. */
final class Passwords {
  /** As OWASP advises for HMAC-SHA-512; a guess costs about as much as a blink. */
  private static final int ROUNDS = 210_000;

  private static final int SALT_BYTES = 16;
  private static final int BITS = 256;
  private static final int LONGEST = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Of no password: what an unknown contract's password is compared with. */
  static final String NOBODY = base64(new byte[SALT_BYTES]) + ":" + base64(new byte[BITS / 8]);

  private Passwords() {}

  static String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return base64(salt) + ":" + base64(derive(password, salt));
  }

  /** The same work whether it is right, wrong, too long or {@link #NOBODY}'s. */
  static boolean matches(String password, String hash) {
    int colon = hash.indexOf(':');
    byte[] salt = Base64.getDecoder().decode(hash.substring(0, colon));
    byte[] kept = Base64.getDecoder().decode(hash.substring(colon + 1));
    return MessageDigest.isEqual(kept, derive(password, salt));
  }

  private static byte[] derive(String password, byte[] salt) {
    String bounded = password.length() > LONGEST ? "" : password;
    PBEKeySpec spec = new PBEKeySpec(bounded.toCharArray(), salt, ROUNDS, BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2 with HMAC-SHA-512", e);
    } finally {
      spec.clearPassword();
    }
  }

  private static String base64(byte[] bytes) {
    return new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII);
  }
}
