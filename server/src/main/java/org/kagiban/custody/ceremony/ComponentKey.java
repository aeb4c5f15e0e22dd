package org.kagiban.custody.ceremony;

import java.util.Arrays;
import java.util.function.Function;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * An AES key entered in components, one a custodian, that are XORed: whoever lacks one component
 * knows nothing of the key. It lives on the custodians' own machine, from the last component to
 * {@link #destroy}. For one thread at a time.
 */
public final class ComponentKey implements AutoCloseable {
  private final byte[] sum;
  private final int expected;
  private final String[] seen;
  private int entered;
  private boolean destroyed;

  /**
   * @param bits 128, 192 or 256
   * @param components 2 or 3
   */
  public ComponentKey(int bits, int components) {
    if (bits != 128 && bits != 192 && bits != 256) {
      throw new IllegalArgumentException("an AES key has 128, 192 or 256 bits, not " + bits);
    }
    if (components != 2 && components != 3) {
      throw new IllegalArgumentException("a key has 2 or 3 components, not " + components);
    }
    this.sum = new byte[bits / 8];
    this.expected = components;
    this.seen = new String[components];
  }

  /**
   * Takes the next component.
   *
   * @param hex two digits a byte, blanks between them allowed; zeroed on every path
   * @return the component's own check value, for its custodian to compare
   * @throws IllegalArgumentException where it is not hex, not as long as the key, all zeros, or of
   *     the same check value as an earlier one (entered twice, it would cancel itself out); it may
   *     be entered again
   */
  public KeyCheck add(char[] hex) {
    byte[] component = new byte[sum.length];
    try {
      requireAlive();
      if (entered == expected) {
        throw new IllegalArgumentException("all " + expected + " components were entered");
      }
      HexDigits.decode(hex, component);
      return add(component);
    } finally {
      Arrays.fill(hex, '\0');
      Arrays.fill(component, (byte) 0);
    }
  }

  private KeyCheck add(byte[] component) {
    if (isZero(component)) {
      throw new IllegalArgumentException("a component of zeros adds nothing to the key");
    }
    KeyCheck check = check(component);
    for (int i = 0; i < entered; i++) {
      if (check.value().equals(seen[i])) {
        throw new IllegalArgumentException(
            "this component has the check value of component " + (i + 1) + ": entered twice?");
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] ^= component[i];
    }
    seen[entered++] = check.value();
    return check;
  }

  /** How many components are still missing. */
  public int missing() {
    return expected - entered;
  }

  /** Bits of the key. */
  public int bits() {
    return sum.length * 8;
  }

  /** The whole key's check value. */
  public KeyCheck check() {
    requireComplete();
    return check(sum);
  }

  /** Lends the key's bytes; the lent array is zeroed afterwards, on every path. */
  public <T> T use(Function<byte[], T> user) {
    requireComplete();
    byte[] lent = sum.clone();
    try {
      return user.apply(lent);
    } finally {
      Arrays.fill(lent, (byte) 0);
    }
  }

  /** Zeroes the key. */
  public void destroy() {
    Arrays.fill(sum, (byte) 0);
    destroyed = true;
  }

  @Override
  public void close() {
    destroy();
  }

  @Override
  public String toString() {
    return "ComponentKey[redacted]";
  }

  private void requireComplete() {
    requireAlive();
    if (missing() > 0) {
      throw new IllegalStateException(missing() + " components are missing");
    }
    if (isZero(sum)) {
      throw new IllegalStateException("the components cancel each other out: the key is zero");
    }
  }

  private void requireAlive() {
    if (destroyed) {
      throw new IllegalStateException("the key was destroyed");
    }
  }

  private static boolean isZero(byte[] bytes) {
    int bits = 0;
    for (byte b : bytes) {
      bits |= b;
    }
    return bits == 0;
  }

  private static KeyCheck check(byte[] key) {
    CMac cmac = new CMac(AESEngine.newInstance());
    cmac.init(new KeyParameter(key));
    cmac.update(new byte[16], 0, 16);
    byte[] mac = new byte[16];
    int unused = cmac.doFinal(mac, 0);
    return KeyCheck.of(KeyCheck.Method.AES_CMAC, mac);
  }
}
