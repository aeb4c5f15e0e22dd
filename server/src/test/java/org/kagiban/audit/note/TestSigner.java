package org.kagiban.audit.note;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** An Ed25519 key of the JDK, where the HSM's will be. */
public record TestSigner(String name, byte[] publicKey, PrivateKey key) implements NoteSigner {
  /** A fresh key. */
  public static TestSigner of(String name) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] spki = pair.getPublic().getEncoded();
      byte[] raw = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
      return new TestSigner(name, raw, pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key of 32 known bytes, RFC 8032 section 5.1.5. */
  static TestSigner of(String name, byte[] publicKey, byte[] secret) {
    try {
      byte[] head = HexFormat.of().parseHex("302e020100300506032b657004220420");
      byte[] pkcs8 = Arrays.copyOf(head, head.length + 32);
      System.arraycopy(secret, 0, pkcs8, head.length, 32);
      PrivateKey key =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return new TestSigner(name, publicKey, key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key, for another process of the test. */
  public String hex() {
    return name
        + ' '
        + HexFormat.of().formatHex(publicKey)
        + ' '
        + HexFormat.of().formatHex(key.getEncoded());
  }

  /** The key of another process, from {@link #hex}. */
  public static TestSigner parse(String hex) {
    String[] parts = hex.split(" ", 3);
    byte[] pkcs8 = HexFormat.of().parseHex(parts[2]);
    byte[] secret = Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length);
    return of(parts[0], HexFormat.of().parseHex(parts[1]), secret);
  }

  public VerifierKey verifier() {
    return VerifierKey.of(name, KeyType.ED25519, publicKey);
  }

  public VerifierKey cosigner() {
    return VerifierKey.of(name, KeyType.COSIGNATURE, publicKey);
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
