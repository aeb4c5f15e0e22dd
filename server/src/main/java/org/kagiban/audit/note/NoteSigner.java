package org.kagiban.audit.note;

/** A private Ed25519 key that stays where it is, such as in an HSM. Thread-safe. */
public interface NoteSigner {
  /** The name in the signature line; a log's is its origin. No spaces, no plus. */
  String name();

  /** 32 bytes, RFC 8032 section 5.1.2. */
  byte[] publicKey();

  /**
   * Signs with pure Ed25519, RFC 8032 section 5.1.6. May be retried: equal messages have equal
   * signatures.
   *
   * @return 64 bytes
   * @throws RuntimeException where the key cannot be used now
   */
  byte[] sign(byte[] message);
}
