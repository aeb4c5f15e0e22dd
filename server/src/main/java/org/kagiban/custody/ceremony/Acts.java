package org.kagiban.custody.ceremony;

import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.CeremonyDesk.Signature;
import org.kagiban.custody.ceremony.CeremonyLedger.Decision;
import org.kagiban.custody.ceremony.CeremonyLedger.View;
import org.kagiban.verification.TrustedClock;
import org.kagiban.yaml.ConfigException;

/** Brings what custodians signed into the ledger, each act with its event. */
final class Acts {
  private final CeremonyLedger ledger;
  private final TrustedClock clock;

  Acts(CeremonyLedger ledger, TrustedClock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** What an act makes of the ceremony, as of its place in the order of changes. */
  @FunctionalInterface
  interface Rule {
    Ceremony apply(View view, Instant now);
  }

  /**
   * @throws CeremonyRefusedException where the signature is not by the certificate's key
   */
  static Signed signed(Act act, Custodian by, CeremonyId id, byte[] about, Signature signature) {
    try {
      Signed signed =
          new Signed(
              new Statement(act, id, about, signature.at(), signature.expires()),
              by.name(),
              by.person(),
              by.certificate().getEncoded(),
              signature.signature());
      Statements.require(by, signed);
      return signed;
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that has no encoding", e);
    }
  }

  /** As {@link #signed}, about the ceremony's file. */
  static Signed aboutFile(Act act, Custodian by, Ceremony ceremony, Signature signature) {
    return signed(act, by, ceremony.id(), Sha256.of(ceremony.file()), signature);
  }

  /** What an event says beside who did what, of the ceremony before and after the act. */
  @FunctionalInterface
  interface More {
    AuditEvent.Builder add(AuditEvent.Builder event, @Nullable Ceremony before, Ceremony after);
  }

  CompletableFuture<Ceremony> record(Signed act, EventKind kind, Rule rule) {
    return record(act, kind, (event, before, after) -> event, rule);
  }

  CompletableFuture<Ceremony> record(Signed act, EventKind kind, More more, Rule rule) {
    Instant now = clock.now();
    return ledger.submit(
        act.statement().ceremony(),
        view -> {
          Ceremony next = rule.apply(view, now);
          AuditEvent.Builder event = event(kind, next, act, now);
          AuditEvent told = more.add(event, view.ceremony(), next).build();
          return new Decision(next, List.of(), List.of(told));
        });
  }

  /** Fails with {@link CeremonyRefusedException} where there is none. */
  CompletableFuture<Ceremony> require(CeremonyId id) {
    return ledger.find(id).thenApply(Acts::existing);
  }

  static Ceremony existing(@Nullable Ceremony ceremony) {
    if (ceremony == null) {
      throw new CeremonyRefusedException(
          "CEREMONY_NOT_FOUND",
          "there is no ceremony of this id; look with `kagiban ceremony list`");
    }
    return ceremony;
  }

  static AuditEvent.Builder event(EventKind kind, Ceremony ceremony, Signed act, Instant now) {
    CeremonyEvents events =
        new CeremonyEvents(
            ceremony.id(), act.custodian(), act.person(), file(ceremony).plan().partition(), now);
    AuditEvent.Builder event = events.whole(kind, CeremonyEvents.idOf(act), ceremony);
    if (kind == EventKind.CEREMONY_APPROVED) {
      event.with(EventField.EXPIRES, Statement.micros(act.statement().expires()));
    }
    return event;
  }

  /** Of one that was proposed, so it was read before. */
  static CeremonyFile file(Ceremony ceremony) {
    return file(ceremony.file());
  }

  /**
   * @throws CeremonyRefusedException CEREMONY_FILE_INVALID, with every mistake and its line
   */
  static CeremonyFile file(byte[] file) {
    try {
      return CeremonyFile.read("file", file);
    } catch (ConfigException e) {
      throw new CeremonyRefusedException("CEREMONY_FILE_INVALID", String.valueOf(e.getMessage()));
    }
  }
}
