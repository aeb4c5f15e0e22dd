package org.kagiban.custody.pskc;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** How vendors encrypt seeds. Used on the custodian's own machine only. */
enum VendorCipher {
  CBC,
  /** RFC 3394. */
  WRAP,
  /** RFC 5649. */
  WRAP_PADDED;

  private static final int BLOCK = 16;

  private static final Map<String, Choice> BY_URI =
      Map.ofEntries(
          Map.entry(Uris.XENC + "aes128-cbc", new Choice(CBC, 16)),
          Map.entry(Uris.XENC + "aes192-cbc", new Choice(CBC, 24)),
          Map.entry(Uris.XENC + "aes256-cbc", new Choice(CBC, 32)),
          Map.entry(Uris.XENC + "kw-aes128", new Choice(WRAP, 16)),
          Map.entry(Uris.XENC + "kw-aes192", new Choice(WRAP, 24)),
          Map.entry(Uris.XENC + "kw-aes256", new Choice(WRAP, 32)),
          Map.entry(Uris.XENC11 + "kw-aes-128-pad", new Choice(WRAP_PADDED, 16)),
          Map.entry(Uris.XENC11 + "kw-aes-192-pad", new Choice(WRAP_PADDED, 24)),
          Map.entry(Uris.KW_AES256_PAD, new Choice(WRAP_PADDED, 32)));

  /**
   * A cipher and the length of its key.
   *
   * @param keyBytes 16, 24 or 32
   */
  record Choice(VendorCipher cipher, int keyBytes) {}

  /** The cipher with this URI in any letter case, null where it is not supported. */
  static @Nullable Choice of(String uri) {
    return BY_URI.get(uri.toLowerCase(Locale.ROOT));
  }

  /** Whether it leaves changes unnoticed, so that a MAC has to notice them. */
  boolean needsMac() {
    return this == CBC;
  }

  /** The plaintext; the caller zeroes it. What was wrong does not show in the exception. */
  byte[] decrypt(SecretKeySpec key, byte[] cipher) throws GeneralSecurityException {
    return switch (this) {
      case CBC -> cbc(key, cipher);
      case WRAP -> unwrap("AES/KW/NoPadding", key, cipher);
      case WRAP_PADDED -> unwrap("AES/KWP/NoPadding", key, cipher);
    };
  }

  private static byte[] unwrap(String name, SecretKeySpec key, byte[] wrapped)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(name);
    cipher.init(Cipher.DECRYPT_MODE, key);
    return cipher.doFinal(wrapped);
  }

  /** XML Encryption: the IV in front; the last byte says how many bytes of padding there are. */
  private static byte[] cbc(SecretKeySpec key, byte[] ivAndCipher) throws GeneralSecurityException {
    if (ivAndCipher.length < 2 * BLOCK || ivAndCipher.length % BLOCK != 0) {
      throw new GeneralSecurityException("no IV and blocks");
    }
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(ivAndCipher, 0, BLOCK));
    byte[] padded = cipher.doFinal(ivAndCipher, BLOCK, ivAndCipher.length - BLOCK);
    try {
      int padding = padded[padded.length - 1];
      if (padding < 1 || padding > BLOCK) {
        throw new GeneralSecurityException("padding");
      }
      return Arrays.copyOf(padded, padded.length - padding);
    } finally {
      Arrays.fill(padded, (byte) 0);
    }
  }
}
