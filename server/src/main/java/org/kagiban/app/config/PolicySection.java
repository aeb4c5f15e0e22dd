package org.kagiban.app.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.TokenPolicy;
import org.kagiban.yaml.Section;

/** Reads an institution's policy; what it leaves out is {@link TokenPolicy#DEFAULT}'s. */
final class PolicySection {
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

  private PolicySection() {}

  static TokenPolicy read(Section section) {
    TokenPolicy base = TokenPolicy.DEFAULT;
    int window = section.number("window", 0, 10, base.window());
    int lookAhead = section.number("look-ahead", 1, 100, base.lookAhead());
    int lockLimit = section.number("lock-limit", 1, 100, base.lockLimit());
    Duration autoUnlock = autoUnlock(section, base.autoUnlock());
    int enrollmentWindow = section.number("enrollment-window", 0, 100, base.enrollmentWindow());
    int driftLimit = section.number("drift-limit", 0, 3000, base.driftLimit());
    int counterLimit = section.number("counter-limit", 1, 10_000, base.counterLimit());
    int uses = section.number("temporary-code-uses", 1, 20, base.temporaryCodeUses());
    int days = section.number("temporary-code-days", 1, 30, base.temporaryCodeDays());
    if (driftLimit < Math.max(window, enrollmentWindow)) {
      section.refuse("drift-limit", "must be at least window and enrollment-window; raise it");
      driftLimit = Math.max(window, enrollmentWindow);
    }
    if (counterLimit < lookAhead) {
      section.refuse("counter-limit", "must be at least look-ahead; raise it");
      counterLimit = lookAhead;
    }
    section.end();
    return new TokenPolicy(
        window,
        lookAhead,
        lockLimit,
        autoUnlock,
        enrollmentWindow,
        driftLimit,
        counterLimit,
        uses,
        days);
  }

  private static @Nullable Duration autoUnlock(Section section, @Nullable Duration fallback) {
    String what = "a time such as 90s, 30m, 12h or 1d, or never";
    String text = section.optionalText("auto-unlock", what);
    if (text == null || text.equals("never")) {
      return text == null ? fallback : null;
    }
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      section.refuse("auto-unlock", "must be " + what + ", not '" + text + "'");
      return fallback;
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
