package org.kagiban.custody.pskc;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** The fresh keys of one sealed file, on the custodian's own machine only. Not thread-safe. */
final class SealingKeys implements AutoCloseable {
  private static final int KEY_BYTES = 32;
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);

  private final byte[] transport = new byte[KEY_BYTES];
  private final byte[] macKey = new byte[KEY_BYTES];
  private final Cipher wrap;
  private final Mac mac;

  SealingKeys(SecureRandom random) {
    random.nextBytes(transport);
    random.nextBytes(macKey);
    try {
      wrap = Cipher.getInstance("AES/KWP/NoPadding");
      wrap.init(Cipher.WRAP_MODE, new SecretKeySpec(transport, "AES"));
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(macKey, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("JDK 17 and later have AES key wrap with padding", e);
    }
  }

  /** Refuses an import key that no HSM of ours has. */
  static RSAPublicKey importKey(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits >= 2048 && bits <= 4096) {
        return rsa;
      }
    }
    throw new IllegalArgumentException("the import key has to be RSA of 2048 to 4096 bits");
  }

  byte[] wrappedFor(RSAPublicKey importKey) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(Cipher.ENCRYPT_MODE, importKey, OAEP);
      return cipher.doFinal(transport);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA-OAEP failed", e);
    }
  }

  byte[] wrappedMacKey() {
    return wrap(macKey);
  }

  /** RFC 5649 under the transport key. */
  byte[] wrap(byte[] value) {
    try {
      return wrap.wrap(new SecretKeySpec(value, "RAW"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES key wrap failed", e);
    }
  }

  byte[] bind(byte[] boundData) {
    return mac.doFinal(boundData);
  }

  @Override
  public void close() {
    Arrays.fill(transport, (byte) 0);
    Arrays.fill(macKey, (byte) 0);
  }

  @Override
  public String toString() {
    return "SealingKeys[redacted]";
  }
}
