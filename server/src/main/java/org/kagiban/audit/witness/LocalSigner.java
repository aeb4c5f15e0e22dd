package org.kagiban.audit.witness;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import org.kagiban.audit.note.Cosignature;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.NoteSigner;
import org.kagiban.audit.note.VerifierKey;

/**
 * An Ed25519 key in this process: an auditor who runs a witness may have no HSM. Never a log's, but
 * for a measurement's.
 */
public final class LocalSigner implements NoteSigner {
  private final VerifierKey key;
  private final PrivateKey secret;

  /**
   * @throws IllegalArgumentException where the two keys are not of one pair
   */
  public LocalSigner(VerifierKey key, PrivateKey secret) {
    this.key = key;
    this.secret = secret;
    try {
      // Checks what it signed before it gives it.
      Cosignature.make("probe\n", this, Instant.EPOCH);
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException("not the two halves of a witness's key", e);
    }
  }

  /** A new key, not kept anywhere yet. */
  public static LocalSigner generate(String name) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      // RFC 8410: the key itself ends a SubjectPublicKeyInfo.
      byte[] spki = pair.getPublic().getEncoded();
      byte[] raw = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
      return new LocalSigner(VerifierKey.of(name, KeyType.COSIGNATURE, raw), pair.getPrivate());
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
