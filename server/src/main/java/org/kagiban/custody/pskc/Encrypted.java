package org.kagiban.custody.pskc;

/**
 * A value that somebody encrypted (XML Encryption's EncryptedDataType).
 *
 * @param algorithm URI
 * @param cipher the CipherValue's bytes; CBC's initialization vector in front
 */
record Encrypted(String algorithm, byte[] cipher) {}
