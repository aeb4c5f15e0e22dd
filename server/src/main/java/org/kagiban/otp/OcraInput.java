package org.kagiban.otp;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The bytes over which the HMAC of an OCRA is computed (RFC 6287 section 5.1): suite, a zero byte,
 * then counter, question, PIN, session and time, as far as the suite has them. Not thread-safe.
 */
public final class OcraInput {
  private static final int QUESTION_SIZE = 128;

  private final OcraSuite suite;
  private long counter;
  private byte[] question = {};
  private byte[] pinHash = {};
  private byte[] session = {};
  private long step;

  private OcraInput(OcraSuite suite) {
    this.suite = suite;
  }

  public static OcraInput of(OcraSuite suite) {
    return new OcraInput(suite);
  }

  /** Ignored where the suite has no counter. */
  public OcraInput counter(long value) {
    counter = value;
    return this;
  }

  /**
   * The question, or both parties' questions one after the other (RFC 6287 section 7.2).
   *
   * @param text as the suite's format has it
   * @throws IllegalArgumentException where it is of another format, empty, or longer than two
   *     questions of the suite
   */
  public OcraInput question(String text) {
    if (text.isEmpty() || text.length() > 2 * suite.questionLength()) {
      throw new IllegalArgumentException(
          "a question of " + suite + " has 1 to " + 2 * suite.questionLength() + " characters");
    }
    question =
        switch (suite.question()) {
          case ALPHANUMERIC -> alphanumeric(text);
          // The number's own hexadecimal digits, from the left, as the RFC's code has it.
          case NUMERIC -> nibbles(decimal(text).toString(16));
          case HEXADECIMAL -> nibbles(text);
        };
    return this;
  }

  /**
   * The PIN's hash.
   *
   * @param hash as long as the suite's hash makes it
   */
  public OcraInput pinHash(byte[] hash) {
    pinHash = hash.clone();
    return this;
  }

  /**
   * Session information.
   *
   * @param information at most as long as the suite says; zeros are put before a shorter one
   */
  public OcraInput session(byte[] information) {
    session = information.clone();
    return this;
  }

  /**
   * @param timeStep steps since the Unix epoch
   */
  public OcraInput step(long timeStep) {
    step = timeStep;
    return this;
  }

  /**
   * The whole message.
   *
   * @throws IllegalArgumentException where something that the suite wants is missing or too long
   */
  public byte[] message() {
    byte[] name = suite.text().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(name.length + 1 + size());
    out.put(name).put((byte) 0);
    if (suite.counter()) {
      out.putLong(counter);
    }
    if (question.length == 0) {
      throw new IllegalArgumentException(suite + " wants a question");
    }
    out.put(question);
    if (suite.pin() != null) {
      if (pinHash.length != suite.pin().size()) {
        throw new IllegalArgumentException(suite + " wants a PIN's hash of its size");
      }
      out.put(pinHash);
    }
    if (suite.session() < session.length) {
      throw new IllegalArgumentException(suite + " takes no session information as long as this");
    }
    out.put(new byte[suite.session() - session.length]).put(session);
    if (suite.stepSeconds() > 0) {
      out.putLong(step);
    }
    return out.array();
  }

  private int size() {
    return (suite.counter() ? Long.BYTES : 0)
        + QUESTION_SIZE
        + (suite.pin() == null ? 0 : suite.pin().size())
        + suite.session()
        + (suite.stepSeconds() == 0 ? 0 : Long.BYTES);
  }

  private static byte[] alphanumeric(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("an alphanumeric question is printable ASCII");
    }
    return Arrays.copyOf(bytes, QUESTION_SIZE);
  }

  private static BigInteger decimal(String text) {
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("a numeric question has digits 0-9 only");
    }
    return new BigInteger(text);
  }

  /** Hexadecimal digits from the left, zeros after them. */
  private static byte[] nibbles(String text) {
    String digits = text.toUpperCase(Locale.ROOT);
    if (!digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException("a hexadecimal question has digits 0-9 and A-F only");
    }
    return HexFormat.of().parseHex(digits + "0".repeat(2 * QUESTION_SIZE - digits.length()));
  }

  @Override
  public String toString() {
    return "OcraInput[" + suite + "]";
  }
}
