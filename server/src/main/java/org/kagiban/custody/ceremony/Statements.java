package org.kagiban.custody.ceremony;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;

/**
 * Signatures over statements: SHA256withECDSA (DER), SHA256withRSA (PKCS #1 v1.5) or Ed25519, as
 * the key is.
 */
public final class Statements {
  private Statements() {}

  /**
   * @throws InvalidKeyException where the key is neither EC, RSA nor Ed25519, or cannot sign
   */
  public static byte[] sign(PrivateKey key, Statement statement) throws InvalidKeyException {
    try {
      Signature signer = Signature.getInstance(algorithm(key));
      signer.initSign(key);
      signer.update(statement.bytes());
      return signer.sign();
    } catch (InvalidKeyException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("this key cannot sign", e);
    }
  }

  /**
   * Whether the certificate's key signed these bytes.
   *
   * @throws InvalidKeyException where the key is neither EC, RSA nor Ed25519
   */
  public static boolean verify(X509Certificate certificate, Statement statement, byte[] signature)
      throws InvalidKeyException {
    try {
      Signature verifier = Signature.getInstance(algorithm(certificate.getPublicKey()));
      // The key, not the certificate: key usage is for TLS, which has looked at it.
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(statement.bytes());
      return verifier.verify(signature);
    } catch (SignatureException e) {
      // Not even in the form of a signature.
      return false;
    } catch (InvalidKeyException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("this key cannot be used", e);
    }
  }

  /** The server's check. */
  static void require(Custodian by, Signed act) {
    try {
      if (verify(by.certificate(), act.statement(), act.signature())) {
        return;
      }
    } catch (InvalidKeyException e) {
      throw new CeremonyRefusedException(
          "SIGNATURE_KEY_UNSUPPORTED",
          "a custodian's certificate must have an EC, RSA or Ed25519 key; have another issued");
    }
    throw new CeremonyRefusedException(
        "SIGNATURE_INVALID",
        "the signature is not by the certificate's key over this act, ceremony, file and time;"
            + " sign again with the key of the certificate that the connection uses");
  }

  private static String algorithm(Key key) throws InvalidKeyException {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      case "EdDSA", "Ed25519" -> "Ed25519";
      default -> throw new InvalidKeyException("neither EC, RSA nor Ed25519");
    };
  }
}
