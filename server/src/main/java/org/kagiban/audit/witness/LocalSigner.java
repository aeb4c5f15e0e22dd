package org.kagiban.audit.witness;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.NoteSigner;
import org.kagiban.audit.note.VerifierKey;

/** A witness's Ed25519 key in this process: an auditor who runs one may have no HSM. */
public final class LocalSigner implements NoteSigner {
  private final VerifierKey key;
  private final PrivateKey secret;

  /**
   * @throws IllegalArgumentException where the two keys are not of one pair
   */
  public LocalSigner(VerifierKey key, PrivateKey secret) {
    this.key = key;
    this.secret = secret;
    byte[] probe = {1};
    VerifierKey plain = VerifierKey.of(key.name(), KeyType.ED25519, key.publicKey());
    if (key.type() != KeyType.COSIGNATURE || !signs(plain, probe)) {
      throw new IllegalArgumentException("not the two halves of a witness's key");
    }
  }

  private boolean signs(VerifierKey plain, byte[] probe) {
    try {
      return plain.verifies(probe, plain.signature(sign(probe)));
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** A new key, not kept anywhere yet. */
  public static LocalSigner generate(String name) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      // RFC 8410: the key itself ends a SubjectPublicKeyInfo.
      byte[] spki = pair.getPublic().getEncoded();
      byte[] raw = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
      return new LocalSigner(
          VerifierKey.of(name, KeyType.COSIGNATURE, raw), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
    }
  }

  /** The public half, with the name. */
  public VerifierKey key() {
    return key;
  }

  /** PKCS#8; a secret. */
  public byte[] pkcs8() {
    return secret.getEncoded();
  }

  @Override
  public String name() {
    return key.name();
  }

  @Override
  public byte[] publicKey() {
    return key.publicKey();
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(secret);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the witness's key cannot sign", e);
    }
  }

  @Override
  public String toString() {
    return "LocalSigner[" + key.vkey() + ", secret redacted]";
  }
}
