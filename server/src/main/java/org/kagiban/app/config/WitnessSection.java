package org.kagiban.app.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.yaml.Section;

/**
 * A witness of the log (c2sp.org/tlog-witness).
 *
 * @param url its submission prefix, http or https
 * @param key of type {@link KeyType#COSIGNATURE}
 */
public record WitnessSection(URI url, VerifierKey key) {
  private static final String URL = "the witness's http or https address";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** Null, and the mistakes noted, where it is none. */
  static @Nullable WitnessSection read(Section section) {
    String text = section.text("url", URL);
    URI url = url(text);
    if (url == null && !text.isEmpty()) {
      section.refuse("url", "must be " + URL + ", not '" + text + "'");
    }
    String what = "the witness's verifier key, name+id+base64";
    String line = section.text("key", what);
    VerifierKey key =
        line.isEmpty() ? null : AuditSection.key(section, "key", line, KeyType.COSIGNATURE);
    section.end();
    return url == null || key == null ? null : new WitnessSection(url, key);
  }

  private static @Nullable URI url(String text) {
    try {
      URI url = new URI(text);
      boolean fits = url.getHost() != null && SCHEMES.contains(String.valueOf(url.getScheme()));
      return fits ? url : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
