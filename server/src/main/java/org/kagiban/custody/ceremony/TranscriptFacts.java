package org.kagiban.custody.ceremony;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventId;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.TranscriptReader.Claims;
import org.kagiban.yaml.ConfigException;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a transcript says, to be shown and held against the audit log. Whether it holds, {@link
 * TranscriptCheck} says. Immutable.
 *
 * @param id the ceremony's
 * @param status as the transcript has it, such as EXECUTED
 * @param file the ceremony's file, as text
 * @param fileHash SHA-256 of the file in the transcript, lower-case hexadecimal, computed here
 * @param outcomeHash the same of the outcome, as an event's OUTCOME has it; null where there is
 *     none
 * @param acts in their order
 */
public record TranscriptFacts(
    String id,
    String kind,
    String partition,
    String status,
    String file,
    String fileHash,
    @Nullable String outcomeHash,
    List<Deed> acts) {

  /**
   * One signed act.
   *
   * @param custodian what the server calls the certificate
   * @param expires until when the act may be used
   * @param event the id that its event in the log must have: made of the act and its signature
   */
  public record Deed(
      Act act, String person, String custodian, Instant at, Instant expires, EventId event) {}

  public TranscriptFacts {
    acts = List.copyOf(acts);
  }

  /**
   * @param name for messages
   * @param transcript at most 1 MiB
   * @throws ConfigException where it is not a transcript at all
   */
  public static TranscriptFacts read(String name, byte[] transcript) throws ConfigException {
    Claims claims = TranscriptReader.read(name, transcript);
    return new TranscriptFacts(
        claims.id().toString(),
        claims.kind(),
        claims.partition(),
        claims.status(),
        new String(claims.file(), StandardCharsets.UTF_8),
        Sha256.hex(claims.file()),
        outcome(transcript),
        claims.acts().stream().map(claim -> deed(claim.signed())).toList());
  }

  private static Deed deed(Signed signed) {
    Statement statement = signed.statement();
    return new Deed(
        statement.act(),
        signed.person(),
        signed.custodian(),
        statement.at(),
        statement.expires(),
        CeremonyEvents.idOf(signed));
  }

  /** The outcome stands in the transcript as it was written, and is written again to be hashed. */
  private static @Nullable String outcome(byte[] transcript) {
    Object document =
        new Load(LoadSettings.builder().build())
            .loadFromString(new String(transcript, StandardCharsets.UTF_8));
    if (!(document instanceof Map<?, ?> map)
        || !(map.get("outcome") instanceof Map<?, ?> outcome)) {
      return null;
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    outcome.forEach((key, value) -> named.put(String.valueOf(key), value));
    return Sha256.hex(YamlText.of(named).getBytes(StandardCharsets.UTF_8));
  }
}
