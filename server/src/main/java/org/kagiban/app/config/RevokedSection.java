package org.kagiban.app.config;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.yaml.Section;

/**
 * A client certificate that is no longer good, whatever its date and whoever it stands for. To
 * stand in this list is enough: the other fields are for people.
 *
 * @param certificate {@code sha256:} and the SHA-256 of the certificate (DER) in 64 lower-case
 *     hexadecimal digits
 */
public record RevokedSection(
    String certificate, @Nullable LocalDate since, @Nullable String reason) {
  private static final String WHAT = "sha256: and the certificate's 64 hexadecimal digits";

  static List<RevokedSection> readAll(Section root) {
    return root.optionalSections("revoked").stream().map(RevokedSection::read).toList();
  }

  private static RevokedSection read(Section section) {
    String text = section.text("certificate", WHAT);
    String certificate = "";
    if (Fingerprint.isOne(text)) {
      certificate = Fingerprint.read(section, "certificate", text);
    } else if (!text.isEmpty()) {
      // Not by subject: the next certificate of the same subject would be revoked with it.
      section.refuse(
          "certificate", "must be " + WHAT + "; a subject does not name one certificate");
    }
    RevokedSection read =
        new RevokedSection(
            certificate, date(section), section.optionalText("reason", "a few words, for people"));
    section.end();
    return read;
  }

  private static @Nullable LocalDate date(Section section) {
    String what = "a date such as 2026-11-22";
    String text = section.optionalText("since", what);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      section.refuse("since", "must be " + what + ", not '" + text + "'");
      return null;
    }
  }
}
