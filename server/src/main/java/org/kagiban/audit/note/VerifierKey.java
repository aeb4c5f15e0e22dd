package org.kagiban.audit.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;

/**
 * A public key that checks signatures on notes: its name, how it signs, and 32 bytes of Ed25519.
 * Immutable and thread-safe; equal where {@link #vkey} is.
 */
public final class VerifierKey {
  private final String name;
  private final KeyType type;
  private final byte[] raw;
  private final PublicKey key;
  private final int id;

  private VerifierKey(String name, KeyType type, byte[] raw) {
    this.name = KeyName.require(name);
    this.type = type;
    this.raw = raw.clone();
    this.key = Ed25519.publicKey(raw);
    this.id = id(name, type, raw);
  }

  /**
   * @param publicKey 32 bytes, RFC 8032 section 5.1.2
   */
  public static VerifierKey of(String name, KeyType type, byte[] publicKey) {
    return new VerifierKey(name, type, publicKey);
  }

  /**
   * Reads what {@link #vkey} writes.
   *
   * @throws IllegalArgumentException where it is something else or its key id does not fit
   */
  public static VerifierKey parse(String vkey) {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length < 3 || !parts[1].matches("[0-9a-f]{8}")) {
      throw new IllegalArgumentException("not a verifier key: <name>+<8 hex digits>+<base64>");
    }
    byte[] encoded = Base64Strict.decode(parts[2]);
    if (encoded.length != 1 + Ed25519.KEY_SIZE) {
      throw new IllegalArgumentException("a verifier key has 33 bytes, not " + encoded.length);
    }
    byte[] raw = new byte[Ed25519.KEY_SIZE];
    ByteBuffer.wrap(encoded).position(1).get(raw);
    VerifierKey key = of(parts[0], KeyType.of(encoded[0]), raw);
    if (!HexFormat.of().toHexDigits(key.id).equals(parts[1])) {
      throw new IllegalArgumentException("the verifier key's id is not that of its name and key");
    }
    return key;
  }

  /** {@code <name>+<key id, 8 hex digits>+base64(type ‖ public key)}. */
  public String vkey() {
    byte[] encoded = ByteBuffer.allocate(1 + raw.length).put((byte) type.number()).put(raw).array();
    return name + "+" + HexFormat.of().toHexDigits(id) + "+" + Base64Strict.encode(encoded);
  }

  public String name() {
    return name;
  }

  public KeyType type() {
    return type;
  }

  /** First 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), big-endian. */
  public int id() {
    return id;
  }

  /** A copy of the 32 bytes. */
  public byte[] publicKey() {
    return raw.clone();
  }

  /** Whether the signature says that this key made it. */
  public boolean claims(NoteSignature signature) {
    return signature.keyId() == id && signature.name().equals(name);
  }

  /**
   * Whether this key made the signature.
   *
   * @param text of the note, UTF-8, with its last newline
   */
  public boolean verifies(byte[] text, NoteSignature signature) {
    if (!claims(signature)) {
      return false;
    }
    byte[] bytes = signature.bytes();
    if (type == KeyType.ED25519) {
      return bytes.length == Ed25519.SIGNATURE_SIZE && Ed25519.verify(key, text, bytes);
    }
    return Cosignature.isTimed(bytes)
        && Ed25519.verify(
            key, Cosignature.message(Cosignature.seconds(bytes), text), Cosignature.proper(bytes));
  }

  private static int id(String name, KeyType type, byte[] raw) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(name.getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) '\n');
      sha256.update((byte) type.number());
      return ByteBuffer.wrap(sha256.digest(raw)).getInt();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey key && vkey().equals(key.vkey());
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    return vkey();
  }
}
