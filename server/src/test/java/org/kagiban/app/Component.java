package org.kagiban.app;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** A custodian's component of an AES key, on paper. */
record Component(byte[] value) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BLOCK = 16;

  static Component random(int bits) {
    byte[] value = new byte[bits / 8];
    RANDOM.nextBytes(value);
    return new Component(value);
  }

  /** As typed. */
  String hex() {
    return HexFormat.of().formatHex(value);
  }

  Component xor(Component other) {
    byte[] sum = value.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] ^= other.value[i];
    }
    return new Component(sum);
  }

  /** First 3 bytes of AES-CMAC over a block of zeros, by RFC 4493 and the JDK's AES alone. */
  String kcv() throws GeneralSecurityException {
    Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
    aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(value, "AES"));
    byte[] mac = aes.doFinal(doubled(aes.doFinal(new byte[BLOCK])));
    return HexFormat.of().formatHex(Arrays.copyOf(mac, 3));
  }

  /** Subkey K1 of RFC 4493, section 2.3. */
  private static byte[] doubled(byte[] block) {
    BigInteger twice = new BigInteger(1, block).shiftLeft(1);
    if (twice.testBit(8 * BLOCK)) {
      twice = twice.clearBit(8 * BLOCK).xor(BigInteger.valueOf(0x87));
    }
    return HexFormat.of().parseHex(String.format("%032x", twice));
  }
}
