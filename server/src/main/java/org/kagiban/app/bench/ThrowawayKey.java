package org.kagiban.app.bench;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.NoteSigner;
import org.kagiban.audit.note.VerifierKey;

/** An Ed25519 key in software, made for one measurement and gone with it. */
final class ThrowawayKey implements NoteSigner {
  private static final String ALGORITHM = "Ed25519";
  private static final int RAW = 32;

  private final String name;
  private final KeyPair pair;

  private ThrowawayKey(String name, KeyPair pair) {
    this.name = name;
    this.pair = pair;
  }

  static ThrowawayKey make(String name) {
    try {
      return new ThrowawayKey(name, KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
    }
  }

  VerifierKey verifier() {
    return VerifierKey.of(name, KeyType.ED25519, publicKey());
  }

  @Override
  public String name() {
    return name;
  }

  /** RFC 8410: the key's 32 bytes end its SubjectPublicKeyInfo. */
  @Override
  public byte[] publicKey() {
    byte[] spki = pair.getPublic().getEncoded();
    return Arrays.copyOfRange(spki, spki.length - RAW, spki.length);
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a fresh Ed25519 key does not sign", e);
    }
  }

  @Override
  public String toString() {
    return "Ed25519 key of " + name + " [redacted]";
  }
}
