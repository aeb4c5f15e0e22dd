package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/**
 * A key pair's public half, as the HSM holds it.
 *
 * @param type "RSA" or "Ed25519"
 * @param spki X.509 SubjectPublicKeyInfo, DER
 */
record PublicHalf(String type, int bits, byte[] spki) {
  /** RFC 8410, section 4: the 32 bytes of the key follow. */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final byte[] CHALLENGE = KeyReader.ascii("kagiban: is this one key pair?");
  private static final int ED25519_BYTES = 32;

  static PublicHalf read(HsmSession session, long key) {
    return session.number(key, CKA_KEY_TYPE) == CKK_RSA ? rsa(session, key) : ed25519(session, key);
  }

  private static PublicHalf rsa(HsmSession session, long key) {
    var modulus = session.unsigned(key, CKA_MODULUS);
    var exponent = session.unsigned(key, CKA_PUBLIC_EXPONENT);
    try {
      byte[] spki =
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(modulus, exponent))
              .getEncoded();
      return new PublicHalf("RSA", modulus.bitLength(), spki);
    } catch (GeneralSecurityException e) {
      throw new HsmSetupException("the HSM holds an RSA key that is not usable", e);
    }
  }

  /** CKA_EC_POINT is the key as an OCTET STRING in DER; some HSMs leave its header out. */
  private static PublicHalf ed25519(HsmSession session, long key) {
    byte[] point = session.bytes(key, CKA_EC_POINT);
    if (point.length != ED25519_BYTES && point.length != ED25519_BYTES + 2) {
      throw new HsmSetupException(
          "the HSM holds a key of " + point.length + " bytes where an Ed25519 key was expected");
    }
    byte[] spki = Arrays.copyOf(ED25519, ED25519.length + ED25519_BYTES);
    System.arraycopy(point, point.length - ED25519_BYTES, spki, ED25519.length, ED25519_BYTES);
    return new PublicHalf("Ed25519", 256, spki);
  }

  /** Whether a private key is this one's: by the modulus, or by a signature that verifies. */
  boolean fits(HsmSession session, long privateKey) {
    try {
      PublicKey key = KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(spki));
      if (key instanceof RSAPublicKey rsa) {
        return rsa.getModulus().equals(session.unsigned(privateKey, CKA_MODULUS));
      }
      Signature verifier = Signature.getInstance(type);
      verifier.initVerify(key);
      verifier.update(CHALLENGE);
      return verifier.verify(session.sign(new CK_MECHANISM(CKM_EDDSA), privateKey, CHALLENGE));
    } catch (GeneralSecurityException e) {
      throw new HsmSetupException("the HSM holds a public key that is not usable", e);
    }
  }
}
