package org.kagiban.token;

/** The hash inside a token's HMAC (RFC 6238 section 1.2). */
public enum HashAlgorithm {
  SHA1(20),
  SHA256(32),
  SHA512(64);

  private final int size;

  HashAlgorithm(int size) {
    this.size = size;
  }

  /** Bytes of the hash, and of a seed of full strength. HSMs refuse shorter HMAC keys. */
  public int size() {
    return size;
  }
}
