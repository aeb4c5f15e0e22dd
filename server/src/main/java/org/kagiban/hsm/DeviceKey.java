package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.kagiban.custody.KeyRefusedException;

/** A device's public key, looked at closely before a seed is wrapped under it. */
final class DeviceKey {
  private static final int MIN_BITS = 2048;
  private static final int MAX_BITS = 4096;
  private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65537);

  private final RSAPublicKey key;

  private DeviceKey(RSAPublicKey key) {
    this.key = key;
  }

  /**
   * @param spki X.509 SubjectPublicKeyInfo, DER
   * @throws KeyRefusedException where it is not one, or not a key to trust a seed to
   */
  static DeviceKey parse(byte[] spki) {
    RSAPublicKey key = decode(spki);
    int bits = key.getModulus().bitLength();
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw refused("its modulus has " + bits + " bits; 2048 to 4096 are taken");
    }
    if (!key.getModulus().testBit(0)) {
      throw refused("its modulus is even, so it is no RSA key");
    }
    BigInteger exponent = key.getPublicExponent();
    if (!exponent.testBit(0) || exponent.compareTo(MIN_EXPONENT) < 0) {
      throw refused("its public exponent must be odd and at least 65537");
    }
    if (exponent.compareTo(key.getModulus()) >= 0) {
      throw refused("its public exponent is not smaller than its modulus");
    }
    return new DeviceKey(key);
  }

  private static RSAPublicKey decode(byte[] spki) {
    try {
      PublicKey decoded =
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki));
      if (decoded instanceof RSAPublicKey rsa) {
        return rsa;
      }
      throw refused("it is not an RSA key");
    } catch (GeneralSecurityException e) {
      throw new KeyRefusedException(
          "the device's public key is refused: it must be an X.509 SubjectPublicKeyInfo in DER"
              + " that holds an RSA key",
          e);
    }
  }

  private static KeyRefusedException refused(String why) {
    return new KeyRefusedException("the device's public key is refused: " + why);
  }

  /** The key as an object that vanishes with its session and wraps, and nothing else. */
  Template template() {
    return new Template()
        .number(CKA_CLASS, CKO_PUBLIC_KEY)
        .number(CKA_KEY_TYPE, CKK_RSA)
        .bytes(CKA_MODULUS, unsigned(key.getModulus()))
        .bytes(CKA_PUBLIC_EXPONENT, unsigned(key.getPublicExponent()))
        .flag(CKA_TOKEN, false)
        .flag(CKA_WRAP, true)
        .flag(CKA_ENCRYPT, false)
        .flag(CKA_VERIFY, false)
        .flag(CKA_VERIFY_RECOVER, false);
  }

  private static byte[] unsigned(BigInteger value) {
    byte[] signed = value.toByteArray();
    return signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
  }
}
