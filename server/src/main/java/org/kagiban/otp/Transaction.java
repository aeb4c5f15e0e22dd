package org.kagiban.otp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.List;

/**
 * What a customer signs, in the order in which the token shows it. Immutable.
 *
 * @param fields 1 to 8, no two of the same name
 */
public record Transaction(List<Field> fields) {
  private static final int MOST_FIELDS = 8;
  private static final int MOST_NAME = 64;
  private static final int MOST_VALUE = 128;

  /**
   * One line of the display: text in normalization form C without control and invisible characters.
   *
   * @param name 1 to 64 code points
   * @param value 1 to 128 code points
   */
  public record Field(String name, String value) {
    /**
     * @throws IllegalArgumentException where one breaks its rule; the message quotes neither
     */
    public Field {
      check("a field's name", name, MOST_NAME);
      check("a field's value", value, MOST_VALUE);
    }
  }

  /**
   * @throws IllegalArgumentException where there are none or too many, or two of one name
   */
  public Transaction {
    fields = List.copyOf(fields);
    if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
      throw new IllegalArgumentException("a transaction has 1 to " + MOST_FIELDS + " fields");
    }
    if (fields.stream().map(Field::name).distinct().count() < fields.size()) {
      throw new IllegalArgumentException("a transaction has each field once");
    }
  }

  /** SHA-256 of the canonical bytes: their form stands in proto/README.md. */
  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(canonical());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  byte[] canonical() {
    int size = 1;
    for (Field field : fields) {
      size += 2 * Short.BYTES + utf8(field.name()).length + utf8(field.value()).length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).put((byte) fields.size());
    for (Field field : fields) {
      write(out, field.name());
      write(out, field.value());
    }
    return out.array();
  }

  private static void write(ByteBuffer out, String text) {
    byte[] bytes = utf8(text);
    out.putShort((short) bytes.length).put(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void check(String what, String text, int most) {
    int length = text.codePointCount(0, text.length());
    boolean good =
        length >= 1
            && length <= most
            && text.codePoints().noneMatch(Transaction::unwanted)
            && Normalizer.isNormalized(text, Normalizer.Form.NFC);
    if (!good) {
      throw new IllegalArgumentException(
          what
              + " must be 1 to "
              + most
              + " characters in Unicode normalization form C, without control and invisible"
              + " characters");
    }
  }

  /**
   * What a display does not show as it is: control characters, those that only format, such as one
   * that turns the direction of writing and so an amount's digits, line ends, and halves of a
   * character, which UTF-8 cannot say.
   */
  private static boolean unwanted(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
