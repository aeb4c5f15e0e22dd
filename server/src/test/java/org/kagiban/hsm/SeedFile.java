package org.kagiban.hsm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.kagiban.custody.KeyCustody;
import org.kagiban.custody.TransportKey;
import org.kagiban.custody.TransportKey.SealedSeed;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.SeedRef;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;

/** Seals seeds as the custodian's machine does, with the JDK's own ciphers. */
final class SeedFile {
  private static final SecureRandom RANDOM = new SecureRandom();

  final byte[] transportKey;
  final byte[] macKey;

  SeedFile() {
    this(32, 32);
  }

  SeedFile(int transportBytes, int macBytes) {
    transportKey = random(transportBytes);
    macKey = random(macBytes);
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  TransportKey openIn(KeyCustody custody) {
    return RunningHsm.get(
        custody.openTransport(wrappedTransportKey(custody.importPublicKey()), wrap(macKey)));
  }

  byte[] wrappedTransportKey(byte[] importPublicKey) {
    try {
      Cipher cipher = oaep();
      cipher.init(
          Cipher.ENCRYPT_MODE,
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(importPublicKey)),
          OAEP_SHA1);
      return cipher.doFinal(transportKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static final OAEPParameterSpec OAEP_SHA1 =
      new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);

  static Cipher oaep() throws GeneralSecurityException {
    return Cipher.getInstance("RSA/ECB/OAEPPadding");
  }

  byte[] wrap(byte[] key) {
    try {
      Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
      cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(transportKey, "AES"));
      return cipher.wrap(new SecretKeySpec(key, "RAW"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A Token ID in upper case, as Token IDs are. */
  static TokenId token(String name) {
    return TokenId.parse(name);
  }

  /** The reference of that token's seed. */
  static SeedRef ref(String name) {
    return new SeedRef(token(name).value());
  }

  static TokenProfile profile(HashAlgorithm algorithm) {
    return new TokenProfile(OtpType.TOTP, algorithm, 6, 30);
  }

  SealedSeed seal(String ref, HashAlgorithm algorithm, byte[] seed) {
    byte[] bound = ("bound to " + ref).getBytes(US_ASCII);
    return new SealedSeed(
        token(ref),
        profile(algorithm),
        wrap(seed),
        bound,
        hmac(HashAlgorithm.SHA256, macKey, bound));
  }

  static byte[] kcv(HashAlgorithm algorithm, byte[] seed) {
    byte[] mac = hmac(algorithm, seed, "kagiban kcv".getBytes(US_ASCII));
    return java.util.Arrays.copyOf(mac, 8);
  }

  static byte[] hmac(HashAlgorithm algorithm, byte[] key, byte[] message) {
    String name = "Hmac" + algorithm;
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(key, name));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
