package org.kagiban.custody.pskc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.Validity;

/**
 * What a sealed record's ValueMAC covers, so that a wrapped seed cannot be moved to another token
 * or profile. Ten fields in this order, each after its length as a 32-bit big-endian number: the
 * version below; Token ID; "HOTP" or "TOTP"; "SHA1", "SHA256" or "SHA512" (all ASCII); digits;
 * period in seconds (32-bit); counter (64-bit); first moment, moment after the last (each 64-bit
 * seconds since 1970 and 32-bit nanoseconds, or nothing where there is no limit); the wrapped seed.
 * Numbers are big-endian.
 */
final class BoundData {
  static final String VERSION = "kagiban pskc binding v1";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(160);

  private BoundData() {}

  static byte[] of(
      TokenId id, TokenProfile profile, long counter, Validity validity, byte[] wrapped) {
    BoundData data = new BoundData();
    data.text(VERSION);
    data.text(id.value());
    data.text(profile.type().name());
    data.text(profile.algorithm().name());
    data.number(profile.digits());
    data.number(profile.periodSeconds());
    data.field(ByteBuffer.allocate(8).putLong(counter).array());
    data.moment(validity.from());
    data.moment(validity.until());
    data.field(wrapped);
    return data.out.toByteArray();
  }

  private void text(String value) {
    field(value.getBytes(StandardCharsets.US_ASCII));
  }

  private void number(int value) {
    field(ByteBuffer.allocate(4).putInt(value).array());
  }

  private void moment(@Nullable Instant value) {
    field(
        value == null
            ? new byte[0]
            : ByteBuffer.allocate(12)
                .putLong(value.getEpochSecond())
                .putInt(value.getNano())
                .array());
  }

  private void field(byte[] value) {
    out.writeBytes(ByteBuffer.allocate(4).putInt(value.length).array());
    out.writeBytes(value);
  }
}
