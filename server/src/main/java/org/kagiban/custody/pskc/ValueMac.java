package org.kagiban.custody.pskc;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.PskcException.Problem;

/**
 * Checks a vendor's ValueMACs. RFC 6030 (section 6.1.1) has them over the encrypted value, drafts
 * and some vendors over the seed. Both prove that who knows the MAC key meant this seed, so both
 * are taken, but one file has only one of them. Checking the second sort takes decrypting first:
 * that gives nothing away on a custodian's own machine, where nobody can try file after file. Not
 * thread-safe.
 */
final class ValueMac {
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "hmac-sha1", "HmacSHA1",
          "hmac-sha224", "HmacSHA224",
          "hmac-sha256", "HmacSHA256",
          "hmac-sha384", "HmacSHA384",
          "hmac-sha512", "HmacSHA512");

  /** What this file's MACs cover. The first that fits decides: no vendor mixes. */
  private enum Covers {
    UNKNOWN,
    CIPHER,
    PLAINTEXT
  }

  private final Mac mac;
  private Covers covers = Covers.UNKNOWN;

  private ValueMac(Mac mac) {
    this.mac = mac;
  }

  /**
   * Null where the file has no MACMethod.
   *
   * @param encryption serves as MAC key too where the file has no other, as drafts want it
   * @param opener decrypts the file's MAC key where it has one
   */
  static @Nullable ValueMac of(
      PskcHeader.@Nullable MacMethod method, byte[] encryption, MacKeyOpener opener)
      throws PskcException {
    if (method == null) {
      return null;
    }
    String algorithm = algorithm(method.algorithm());
    Encrypted key = method.key();
    byte[] opened = key == null ? encryption.clone() : open(key, opener);
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(opened, algorithm));
      return new ValueMac(mac);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    } finally {
      Arrays.fill(opened, (byte) 0);
    }
  }

  /** By what follows the #: files disagree about the namespace before it. */
  private static String algorithm(String uri) throws PskcException {
    String name = uri.substring(uri.indexOf('#') + 1).toLowerCase(Locale.ROOT);
    String algorithm = ALGORITHMS.get(name.replace("sha-", "sha"));
    if (algorithm == null) {
      throw new PskcException(
          Problem.UNSUPPORTED, "the MACMethod's Algorithm is not HMAC with SHA-1 or SHA-2.");
    }
    return algorithm;
  }

  /**
   * A MAC key that does not decrypt is replaced by one that fits nothing, so that bad padding and a
   * wrong MAC look the same.
   */
  private static byte[] open(Encrypted key, MacKeyOpener opener) throws PskcException {
    try {
      byte[] opened = opener.open(key);
      if (opened.length == 0) {
        throw new InvalidKeyException("empty");
      }
      return opened;
    } catch (GeneralSecurityException e) {
      byte[] none = new byte[32];
      new SecureRandom().nextBytes(none);
      return none;
    }
  }

  /** Whether {@code value} is the MAC of the encrypted value, as RFC 6030 wants it. */
  boolean fitsCipher(byte[] cipher, byte[] value) {
    return covers != Covers.PLAINTEXT && fits(cipher, value, Covers.CIPHER);
  }

  /** Whether it may still be the MAC of the seed itself: no other of the file was of a cipher. */
  boolean mayCoverPlaintext() {
    return covers != Covers.CIPHER;
  }

  /** Whether {@code value} is the MAC of the seed itself, as drafts want it. */
  boolean fitsPlaintext(byte[] plaintext, byte[] value) {
    return mayCoverPlaintext() && fits(plaintext, value, Covers.PLAINTEXT);
  }

  /** Takes the same time whatever differs. */
  private boolean fits(byte[] data, byte[] value, Covers what) {
    boolean fits = MessageDigest.isEqual(mac.doFinal(data), value);
    covers = fits ? what : covers;
    return fits;
  }

  @Override
  public String toString() {
    return "ValueMac[redacted]";
  }

  /** Decrypts a MAC key. */
  interface MacKeyOpener {
    byte[] open(Encrypted key) throws PskcException, GeneralSecurityException;
  }
}
