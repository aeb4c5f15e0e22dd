package org.kagiban.custody.ceremony;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.Sha256;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a witness can sign: a ceremony's file, who signed what and when, and how it ended. YAML, the
 * same text for the same ceremony; {@link TranscriptCheck} reads it back.
 */
final class Transcript {
  static final String VERSION = "kagiban ceremony transcript v1";

  private static final String WITNESSES =
      """

      # I was there, and it went as this says.
      # Witness: ______________________  Date: ______________  Signature: ______________________
      # Witness: ______________________  Date: ______________  Signature: ______________________
      """;

  private Transcript() {}

  static String of(Ceremony ceremony, CeremonyFile file) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("transcript", VERSION);
    document.put("ceremony", ceremony.id().toString());
    document.put("kind", ceremony.kind());
    String title = file.title();
    if (title != null) {
      document.put("title", title);
    }
    document.put("what", Summary.of(file.plan()));
    document.put("partition", file.plan().partition());
    document.put("status", ceremony.status().name());
    document.put("file-sha256", Sha256.hex(ceremony.file()));
    document.put("file", new String(ceremony.file(), StandardCharsets.UTF_8));
    document.put("acts", ceremony.signed().stream().map(Transcript::act).toList());
    String outcome = ceremony.outcome();
    if (outcome != null) {
      document.put("outcome", outcome(outcome));
    }
    return YamlText.of(document) + WITNESSES;
  }

  private static Map<String, Object> act(Signed act) {
    Statement statement = act.statement();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("act", statement.act().name());
    map.put("person", act.person());
    map.put("custodian", act.custodian());
    map.put("at", statement.at().toString());
    map.put("expires", statement.expires().toString());
    map.put("about-sha256", HexFormat.of().formatHex(statement.about()));
    map.put(
        "certificate-subject",
        People.certificate(act.certificate()).getSubjectX500Principal().getName());
    map.put("certificate-sha256", Sha256.hex(act.certificate()));
    map.put("certificate", Base64.getEncoder().encodeToString(act.certificate()));
    map.put("signature", Base64.getEncoder().encodeToString(act.signature()));
    map.put("event", CeremonyEvents.idOf(act).toString());
    return map;
  }

  /** Written by {@link EndReport}. */
  private static Object outcome(String yaml) {
    @Nullable Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return loaded == null ? List.of() : loaded;
  }
}
