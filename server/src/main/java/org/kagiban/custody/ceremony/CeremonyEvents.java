package org.kagiban.custody.ceremony;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.CeremonyDesk.ComponentCheck;

/**
 * Events of one ceremony at one moment, each with who acted.
 *
 * @param custodian what the configuration calls the certificate
 */
public record CeremonyEvents(
    CeremonyId ceremony, String custodian, String person, String partition, Instant now) {
  /** Method of the components' key check values. */
  static final String COMPONENT_METHOD = KeyCheck.Method.AES_CMAC.text();

  public static CeremonyEvents of(
      CeremonyId ceremony, Custodian by, CeremonyPlan plan, Instant now) {
    return new CeremonyEvents(ceremony, by.name(), by.person(), plan.partition(), now);
  }

  /** An event under a fresh id, to be added to. */
  public AuditEvent.Builder event(EventKind kind) {
    return event(kind, EventId.at(now));
  }

  private AuditEvent.Builder event(EventKind kind, EventId id) {
    return AuditEvent.of(kind, id, now)
        .with(EventField.CALLER, custodian)
        .with(EventField.PERSON, person)
        .with(EventField.CEREMONY, ceremony.toString())
        .with(EventField.PARTITION, partition);
  }

  /** About the ceremony as a whole. */
  AuditEvent.Builder whole(EventKind kind, EventId id, Ceremony about) {
    return event(kind, id)
        .with(EventField.OPERATION, about.kind())
        .with(EventField.HASH, Sha256.of(about.file()));
  }

  /** With the hash of what the ceremony came to. */
  static AuditEvent.Builder outcome(AuditEvent.Builder event, @Nullable String outcome) {
    return outcome == null
        ? event
        : event.with(EventField.OUTCOME, Sha256.of(outcome.getBytes(StandardCharsets.UTF_8)));
  }

  /** A key that was made does not come into use. */
  AuditEvent discarded(KeyFacts facts, String why) {
    return event(EventKind.KEY_DISCARDED)
        .with(EventField.KEY, facts.label())
        .with(EventField.KCV, facts.kcv())
        .with(EventField.MECHANISM, facts.kcvMethod())
        .with(EventField.REASON, why)
        .build();
  }

  /** A key was made, or taken in: what the HSM says of it. */
  AuditEvent key(EventKind kind, KeyFacts facts) {
    return event(kind)
        .with(EventField.KEY, facts.label())
        .with(EventField.KCV, facts.kcv())
        .with(EventField.MECHANISM, facts.kcvMethod())
        .with(EventField.ATTRIBUTES, attributes(facts))
        .build();
  }

  /** A key came into another state. */
  public AuditEvent state(EventKind kind, CustodyKey key) {
    return event(kind)
        .with(EventField.KEY, key.label())
        .with(EventField.KCV, key.kcv())
        .with(EventField.MECHANISM, key.kcvMethod())
        .build();
  }

  /** PERSON is who holds the component, CALLER whose command brought it. */
  AuditEvent component(ComponentCheck component, String key) {
    return event(EventKind.COMPONENT_RECEIVED)
        .with(EventField.PERSON, component.custodian())
        .with(EventField.KEY, key)
        .with(EventField.KCV, component.kcv())
        .with(EventField.MECHANISM, COMPONENT_METHOD)
        .build();
  }

  /**
   * The id of the event of a signed act: a UUID of version 7 made of its time and its hash, so that
   * a transcript can name it and anyone can see that it is this act's.
   */
  static EventId idOf(Signed act) {
    byte[] statement = act.statement().bytes();
    byte[] both =
        ByteBuffer.allocate(statement.length + act.signature().length)
            .put(statement)
            .put(act.signature())
            .array();
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(both));
    long millis = ChronoUnit.MILLIS.between(Instant.EPOCH, act.statement().at());
    long high = (millis << 16) | 0x7000 | (hash.getShort() & 0xFFF);
    long low = 0x8000_0000_0000_0000L | (hash.getLong() >>> 2);
    return new EventId(new UUID(high, low));
  }

  private static String attributes(KeyFacts facts) {
    return facts.attributes().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
