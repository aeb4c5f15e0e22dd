package org.kagiban.app.config;

import org.jspecify.annotations.Nullable;
import org.kagiban.audit.http.BaseUrl;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.yaml.Section;

/**
 * A witness of the log (c2sp.org/tlog-witness).
 *
 * @param url its submission prefix, http or https
 * @param key of type {@link KeyType#COSIGNATURE}
 */
public record WitnessSection(BaseUrl url, VerifierKey key) {
  private static final String URL = "https://host[:port][/prefix]; http only on this machine";

  /** Null, and the mistakes noted, where it is none. */
  static @Nullable WitnessSection read(Section section) {
    String text = section.text("url", URL);
    BaseUrl url = text.isEmpty() ? null : url(section, text);
    String what = "the witness's verifier key, name+id+base64";
    String line = section.text("key", what);
    VerifierKey key =
        line.isEmpty() ? null : AuditSection.key(section, "key", line, KeyType.COSIGNATURE);
    section.end();
    return url == null || key == null ? null : new WitnessSection(url, key);
  }

  private static @Nullable BaseUrl url(Section section, String text) {
    try {
      return BaseUrl.parse(text);
    } catch (IllegalArgumentException e) {
      section.refuse("url", "must be " + URL + ", not '" + text + "'");
      return null;
    }
  }
}
