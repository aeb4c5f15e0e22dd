package org.kagiban.otp;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.HashAlgorithm;

/**
 * An OCRA suite, such as {@code OCRA-1:HOTP-SHA256-8:QH64-T30S}: which HMAC, how many digits, and
 * what goes into it (RFC 6287 section 6). Immutable.
 *
 * @param text the suite as it was written; it is part of what is signed
 * @param digits 4 to 10, or 0 for the whole HMAC
 * @param counter whether a counter goes in
 * @param question how the question is written
 * @param questionLength 4 to 64 characters, of each party's question
 * @param pin how the PIN is hashed, null where none goes in
 * @param session bytes of session information, 1 to 512, or 0 for none
 * @param stepSeconds length of a time step, or 0 where no time goes in
 */
public record OcraSuite(
    String text,
    HashAlgorithm algorithm,
    int digits,
    boolean counter,
    Question question,
    int questionLength,
    @Nullable HashAlgorithm pin,
    int session,
    int stepSeconds) {
  private static final Pattern FORM = Pattern.compile("([^:]*):([^:]*):([^:]*)");
  private static final Pattern FUNCTION = Pattern.compile("HOTP-(SHA1|SHA256|SHA512)-(\\d{1,2})");
  private static final Pattern INPUT =
      Pattern.compile(
          "(C-)?Q([ANH])(\\d\\d)(?:-P(SHA1|SHA256|SHA512))?(?:-(?<s>S)(\\d{3})?)?"
              + "(?:-(?<t>T)(?:(\\d{1,2})([SMH]))?)?");
  private static final int DEFAULT_SESSION = 64;
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;

  /** How a question is written (RFC 6287 section 6.3). */
  public enum Question {
    /** A: text. */
    ALPHANUMERIC,
    /** N: decimal digits. */
    NUMERIC,
    /** H: hexadecimal digits. */
    HEXADECIMAL
  }

  /**
   * Reads a suite.
   *
   * @throws IllegalArgumentException where it is none, with what is wrong
   */
  public static OcraSuite parse(String text) {
    Matcher parts = FORM.matcher(text);
    require(
        parts.matches(), "an OCRA suite has three parts, such as OCRA-1:HOTP-SHA1-6:QN08", text);
    require(parts.group(1).equals("OCRA-1"), "an OCRA suite begins with OCRA-1", text);
    Matcher function = FUNCTION.matcher(parts.group(2));
    require(
        function.matches(),
        "the crypto function is HOTP-SHA1-t, HOTP-SHA256-t or HOTP-SHA512-t",
        text);
    int digits = Integer.parseInt(function.group(2));
    require(
        function.group(2).equals(String.valueOf(digits))
            && (digits == 0 || (digits >= 4 && digits <= 10)),
        "the crypto function ends in 0 or 4 to 10 digits",
        text);
    Matcher input = INPUT.matcher(parts.group(3));
    require(
        input.matches(),
        "the data input is C-QFxx-PH-Snnn-TG, each part but QFxx left out where it is not used",
        text);
    return new OcraSuite(
        text,
        HashAlgorithm.valueOf(function.group(1)),
        digits,
        input.group(1) != null,
        question(input.group(2)),
        within(Integer.parseInt(input.group(3)), 4, 64, "the question's length", text),
        input.group(4) == null ? null : HashAlgorithm.valueOf(input.group(4)),
        session(input, text),
        step(input, text));
  }

  private static Question question(String letter) {
    return switch (letter) {
      case "A" -> Question.ALPHANUMERIC;
      case "N" -> Question.NUMERIC;
      default -> Question.HEXADECIMAL;
    };
  }

  private static int session(Matcher input, String text) {
    if (input.group("s") == null) {
      return 0;
    }
    String length = input.group(6);
    return length == null
        ? DEFAULT_SESSION
        : within(Integer.parseInt(length), 1, 512, "the session's length", text);
  }

  /** Section 6.3 lets hours begin at 0, but a step of no length counts nothing. */
  private static int step(Matcher input, String text) {
    if (input.group("t") == null) {
      return 0;
    }
    String unit = input.group(9);
    if (unit == null) {
      return MINUTE;
    }
    int most = unit.equals("H") ? 48 : 59;
    int count = within(Integer.parseInt(input.group(8)), 1, most, "the time step", text);
    return count
        * switch (unit) {
          case "S" -> 1;
          case "M" -> MINUTE;
          default -> HOUR;
        };
  }

  private static int within(int value, int least, int most, String what, String text) {
    require(
        value >= least && value <= most,
        String.format(Locale.ROOT, "%s is %d to %d, not %d", what, least, most, value),
        text);
    return value;
  }

  private static void require(boolean holds, String rule, String text) {
    if (!holds) {
      throw new IllegalArgumentException(rule + "; the suite was " + text);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
