package org.kagiban.hsm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.verification.WrappedSeed;

/**
 * What binds a stored seed to its token: AES key wrap knows no associated data, so that whoever can
 * write the store could give one token another's seed.
 *
 * <p>The MAC is HMAC-SHA-256 under {@code kagiban-binding}, in the HSM, over these fields, each as
 * its length, 4 bytes big-endian, and its bytes: "kagiban seed row v1"; Token ID; type (TOTP or
 * HOTP); hash (SHA1, SHA256 or SHA512); digits and period in seconds, 4 bytes big-endian each; the
 * KEK's label; the wrapped seed. Text is UTF-8.
 */
final class SeedBinding {
  private static final byte[] VERSION = utf8("kagiban seed row v1");

  private SeedBinding() {}

  static byte[] mac(
      HsmSession session, TokenId token, TokenProfile profile, String kek, byte[] wrapped) {
    long key = session.generation().rowKeys().binding(session);
    return session.hmac(HashAlgorithm.SHA256, key, message(token, profile, kek, wrapped));
  }

  /** Whether a row is this token's; what the row says of itself counts for nothing. */
  static boolean holds(HsmSession session, WrappedSeed row, TokenId token, TokenProfile profile) {
    byte[] right = mac(session, token, profile, row.kek(), row.wrapped());
    return MessageDigest.isEqual(right, row.mac());
  }

  static byte[] message(TokenId token, TokenProfile profile, String kek, byte[] wrapped) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(192);
    field(out, VERSION);
    field(out, utf8(token.value()));
    field(out, utf8(profile.type().name()));
    field(out, utf8(profile.algorithm().name()));
    field(out, number(profile.digits()));
    field(out, number(profile.periodSeconds()));
    field(out, utf8(kek));
    field(out, wrapped);
    return out.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, byte[] value) {
    out.writeBytes(number(value.length));
    out.writeBytes(value);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
