package org.kagiban.cli;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.TranscriptCheck;
import org.kagiban.custody.ceremony.TranscriptFacts;
import org.kagiban.yaml.ConfigException;

/**
 * A ceremony's transcript, what it says, and what {@code ceremony verify} says of it. Immutable.
 */
public final class TranscriptPaper {
  private final String from;
  private final byte[] bytes;
  private final TranscriptFacts facts;
  private final TranscriptCheck.@Nullable Result result;

  private TranscriptPaper(
      String from, byte[] bytes, TranscriptFacts facts, TranscriptCheck.@Nullable Result result) {
    this.from = from;
    this.bytes = bytes;
    this.facts = facts;
    this.result = result;
  }

  /**
   * One signed act.
   *
   * @param kind of its event in the log
   * @param custodian what the server calls the certificate
   * @param expires until when it may be used
   * @param event the id that its event in the log must have
   */
  public record Deed(
      String act,
      EventKind kind,
      String person,
      String custodian,
      Instant at,
      Instant expires,
      EventId event) {}

  /**
   * @param trust null: it is read, and not checked
   * @throws ConfigException where it is not a transcript at all
   */
  static TranscriptPaper read(String from, byte[] bytes, @Nullable TranscriptTrust trust)
      throws ConfigException {
    return new TranscriptPaper(
        from,
        bytes.clone(),
        TranscriptFacts.read(from, bytes),
        trust == null ? null : trust.check(from, bytes));
  }

  /** The name of its file, or the server that told it. */
  public String from() {
    return from;
  }

  /** As it was read or told: what {@code ceremony show ID --transcript --out} writes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Of {@link #bytes()}, lower-case hexadecimal. */
  public String sha256() {
    return Sha256.hex(bytes);
  }

  /** The ceremony's id. */
  public String ceremony() {
    return facts.id();
  }

  public String kind() {
    return facts.kind();
  }

  /** Such as EXECUTED, as the transcript has it. */
  public String status() {
    return facts.status();
  }

  /** The ceremony's file within it. */
  public String file() {
    return facts.file();
  }

  /** SHA-256 of that file, hexadecimal, computed here. */
  public String fileHash() {
    return facts.fileHash();
  }

  /** SHA-256 of what the ceremony came to, as the log's event has it; null before its end. */
  public @Nullable String outcomeHash() {
    return facts.outcomeHash();
  }

  /** In their order. */
  public List<Deed> deeds() {
    return facts.acts().stream()
        .map(
            deed ->
                new Deed(
                    deed.act().name(),
                    event(deed.act()),
                    deed.person(),
                    deed.custodian(),
                    deed.at(),
                    deed.expires(),
                    deed.event()))
        .toList();
  }

  private static EventKind event(Act act) {
    return switch (act) {
      case PROPOSE -> EventKind.CEREMONY_PROPOSED;
      case APPROVE -> EventKind.CEREMONY_APPROVED;
      case WITHDRAW -> EventKind.CEREMONY_APPROVAL_WITHDRAWN;
      case CANCEL -> EventKind.CEREMONY_CANCELLED;
      case RUN -> EventKind.CEREMONY_STARTED;
      case FINISH -> EventKind.CEREMONY_EXECUTED;
      case ABORT -> EventKind.CEREMONY_ABORTED;
    };
  }

  /** Whether it was checked at all: whose certificates count was said. */
  public boolean checked() {
    return result != null;
  }

  /** Whether it was checked, and holds. */
  public boolean holds() {
    return result != null && result.good();
  }

  /** What {@code ceremony verify} prints of it; empty where it was not checked. */
  public String findings() {
    return result == null ? "" : TranscriptTrust.text(result);
  }
}
