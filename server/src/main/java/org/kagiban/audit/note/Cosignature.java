package org.kagiban.audit.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A witness's word that at some time a checkpoint was the largest it had seen of that log:
 * c2sp.org/tlog-cosignature, version 1 with Ed25519. The signature is 8 bytes of big-endian POSIX
 * seconds, then 64 bytes over
 *
 * <pre>
 * cosignature/v1
 * time 1679315147
 * (the checkpoint's text)
 * </pre>
 */
public final class Cosignature {
  private static final int SIZE = Long.BYTES + Ed25519.SIGNATURE_SIZE;

  private Cosignature() {}

  /**
   * Signs a checkpoint's text.
   *
   * @param time cut to the second
   * @throws IllegalStateException where the signer's signature does not fit its public key
   */
  public static NoteSignature make(String text, NoteSigner signer, Instant time) {
    VerifierKey key = VerifierKey.of(signer.name(), KeyType.COSIGNATURE, signer.publicKey());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long seconds = time.getEpochSecond();
    if (seconds < 0) {
      throw new IllegalArgumentException("no cosignature before 1970");
    }
    byte[] signature = signer.sign(message(seconds, bytes));
    byte[] timed =
        ByteBuffer.allocate(Long.BYTES + signature.length).putLong(seconds).put(signature).array();
    return SignedNote.checked(key, bytes, new NoteSignature(key.name(), key.id(), timed));
  }

  /** When the witness signed; the signature must have been verified. */
  public static Instant time(NoteSignature signature) {
    return Instant.ofEpochSecond(seconds(signature.bytes()));
  }

  static boolean isTimed(byte[] signature) {
    return signature.length == SIZE && seconds(signature) >= 0;
  }

  static long seconds(byte[] signature) {
    return ByteBuffer.wrap(signature).getLong();
  }

  /** The signature proper. */
  static byte[] proper(byte[] signature) {
    byte[] proper = new byte[Ed25519.SIGNATURE_SIZE];
    ByteBuffer.wrap(signature).position(Long.BYTES).get(proper);
    return proper;
  }

  static byte[] message(long seconds, byte[] text) {
    byte[] head = ("cosignature/v1\ntime " + seconds + "\n").getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(head.length + text.length).put(head).put(text).array();
  }
}
