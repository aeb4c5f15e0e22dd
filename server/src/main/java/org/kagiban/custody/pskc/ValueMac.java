package org.kagiban.custody.pskc;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.PskcException.Problem;

/** Checks a vendor's ValueMACs (RFC 6030 section 6.1.1). Not thread-safe. */
final class ValueMac {
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          Uris.DS + "hmac-sha1", "HmacSHA1",
          Uris.DS_MORE + "hmac-sha256", "HmacSHA256",
          Uris.DS_MORE + "hmac-sha512", "HmacSHA512");

  private final Mac mac;

  private ValueMac(Mac mac) {
    this.mac = mac;
  }

  /** Null where the file has no MACMethod. */
  static @Nullable ValueMac of(PskcHeader.@Nullable MacMethod method, MacKeyOpener opener)
      throws PskcException {
    if (method == null) {
      return null;
    }
    String algorithm = ALGORITHMS.get(method.algorithm());
    Encrypted key = method.key();
    if (algorithm == null || key == null) {
      throw new PskcException(
          Problem.UNSUPPORTED,
          algorithm == null
              ? "the MACMethod's Algorithm is none of HMAC-SHA1, HMAC-SHA256 and HMAC-SHA512."
              : "the MACMethod has no MACKey; another MAC key than one in the file is not"
                  + " supported.");
    }
    byte[] opened = open(key, opener);
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

  /** Whether {@code value} is the MAC of {@code cipher}; takes the same time whatever differs. */
  boolean fits(byte[] cipher, byte[] value) {
    return MessageDigest.isEqual(mac.doFinal(cipher), value);
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
