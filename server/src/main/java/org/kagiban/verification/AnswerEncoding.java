package org.kagiban.verification;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventId;
import org.kagiban.token.TokenId;
import org.kagiban.token.Verdict;

/**
 * An answer as the store keeps it: version (1 byte, 1), verdict (1), event id (16), token id
 * (length in 1, bytes), three optional numbers (1 for presence, 4), detail (length in 4, bytes).
 */
public final class AnswerEncoding {
  private static final byte VERSION = 1;

  private AnswerEncoding() {}

  public static byte[] encode(Answer answer) {
    byte[] token =
        answer.token() == null
            ? new byte[0]
            : answer.token().value().getBytes(StandardCharsets.US_ASCII);
    byte[] detail = answer.detail();
    ByteBuffer out = ByteBuffer.allocate(1 + 1 + 16 + 1 + token.length + 3 * 5 + 4 + detail.length);
    out.put(VERSION).put((byte) answer.verdict().number()).put(answer.event().bytes());
    out.put((byte) token.length).put(token);
    putNumber(out, answer.attemptsRemaining());
    putNumber(out, answer.waitSeconds());
    putNumber(out, answer.drift());
    return out.putInt(detail.length).put(detail).array();
  }

  /**
   * @throws IllegalArgumentException where the version is not known
   */
  public static Answer decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int version = in.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("unknown version of an answer: " + version);
    }
    Verdict verdict = Verdict.of(in.get());
    EventId event = EventId.ofBytes(take(in, 16));
    byte[] token = take(in, in.get());
    return new Answer(
        verdict,
        event,
        token.length == 0 ? null : new TokenId(new String(token, StandardCharsets.US_ASCII)),
        number(in),
        number(in),
        number(in),
        take(in, in.getInt()));
  }

  private static void putNumber(ByteBuffer out, @Nullable Integer number) {
    out.put((byte) (number == null ? 0 : 1)).putInt(number == null ? 0 : number);
  }

  private static @Nullable Integer number(ByteBuffer in) {
    boolean present = in.get() != 0;
    int value = in.getInt();
    return present ? value : null;
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
