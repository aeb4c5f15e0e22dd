package org.kagiban.hsm;

/**
 * Which mechanism an HSM has for RFC 5649. PKCS#11 named one and then, less ambiguously, another.
 */
public enum KeyWrap {
  /** CKM_AES_KEY_WRAP_PAD; with some HSMs it is RFC 5649, with others something else. */
  PAD(0x210A),
  /** CKM_AES_KEY_WRAP_KWP, of PKCS#11 3.0. */
  KWP(0x210B);

  private final long mechanism;

  KeyWrap(long mechanism) {
    this.mechanism = mechanism;
  }

  long mechanism() {
    return mechanism;
  }
}
