package org.kagiban.cli;

import java.util.function.Function;
import java.util.regex.Pattern;
import org.kagiban.token.Institution;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;

/** Checks what was typed before it travels, by the domain's own rules. */
final class Fields {
  private static final Pattern CODE = Pattern.compile("[0-9]{6,8}|[0-9]{10}");
  private static final int REASON_LENGTH = 200;

  private Fields() {}

  static String tokenId(String option, String text) {
    return checked(option, text, t -> TokenId.parse(t).value());
  }

  static String institution(String text) {
    return checked("--institution", text, t -> new Institution(t).id());
  }

  static String subscriber(String institution, String text) {
    return checked(
        "--subscriber",
        text,
        t -> new Subscriber(new Institution(institution(institution)), t).id());
  }

  /** A code as people type it: spaces do not count. */
  static String code(String option, String text) {
    String digits = text.replace(" ", "").replace("\u3000", "");
    if (!CODE.matcher(digits).matches()) {
      throw CliException.usage(
          option
              + ": a code is 6 to 8 digits, or 10 for a temporary one; type it as the token"
              + " shows it");
    }
    return digits;
  }

  static String reason(String text) {
    String reason = text.strip();
    if (reason.isEmpty() || reason.length() > REASON_LENGTH) {
      throw CliException.usage("--reason: say why in 1 to 200 characters, for the audit log");
    }
    return reason;
  }

  private static String checked(String option, String text, Function<String, String> rule) {
    try {
      return rule.apply(text);
    } catch (IllegalArgumentException e) {
      throw new CliException(Exit.USAGE, option + ": " + e.getMessage(), e);
    }
  }
}
