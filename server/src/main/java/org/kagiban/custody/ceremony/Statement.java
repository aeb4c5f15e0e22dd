package org.kagiban.custody.ceremony;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a custodian puts a signature to. Its bytes are these fields, each after its length as a
 * 32-bit big-endian number: the version below (ASCII); the act's name; the ceremony's id; SHA-256
 * of what it is about; the moment and the end of validity, each as 64-bit big-endian microseconds
 * since the Unix epoch.
 *
 * @param about SHA-256 of the ceremony's file; for {@link Act#FINISH}, of the outcome
 * @param at when it was signed, to the microsecond
 * @param expires until when it may be used; for an approval at most as long as the policy says
 */
public record Statement(Act act, CeremonyId ceremony, byte[] about, Instant at, Instant expires) {
  static final String VERSION = "kagiban ceremony statement v1";

  public Statement {
    if (about.length != 32) {
      throw new IllegalArgumentException("a statement is about a SHA-256, 32 bytes");
    }
    at = at.truncatedTo(ChronoUnit.MICROS);
    expires = expires.truncatedTo(ChronoUnit.MICROS);
  }

  /** The bytes that are signed. */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(160);
    field(out, VERSION.getBytes(StandardCharsets.US_ASCII));
    field(out, act.name().getBytes(StandardCharsets.US_ASCII));
    field(out, ceremony.toString().getBytes(StandardCharsets.US_ASCII));
    field(out, about);
    field(out, moment(at));
    field(out, moment(expires));
    return out.toByteArray();
  }

  private static byte[] moment(Instant moment) {
    return ByteBuffer.allocate(Long.BYTES).putLong(micros(moment)).array();
  }

  /** Microseconds since the Unix epoch. */
  static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }

  private static void field(ByteArrayOutputStream out, byte[] value) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
    out.writeBytes(value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Statement that && Arrays.equals(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(about) * 31 + act.hashCode();
  }
}
