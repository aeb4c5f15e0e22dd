package org.kagiban.custody.ceremony;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import org.kagiban.audit.AuditEvent;

/** A ceremony that two custodians agreed on and ran: its transcript, and what the log has of it. */
public final class SampleCeremony {
  private final Office office = new Office();
  private final CeremonyId id =
      office.agreed("# by Aiko\nceremony: import-key\ntitle: The first\npartition: kagiban\n");

  public SampleCeremony() {
    var unused = office.run(office.aiko, id);
  }

  /** The ceremony's id. */
  public String id() {
    return id.toString();
  }

  /** As {@code ceremony show --transcript --out} writes it. */
  public String transcript() {
    return office.desk.standing(office.find(id)).transcript();
  }

  /** PEM: who issued the custodians' certificates. */
  public String authority() {
    try {
      return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
          .formatted(
              Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                  .encodeToString(office.authority.certificate().getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its events, in order. */
  public List<AuditEvent> events() {
    return List.copyOf(office.ledger.events);
  }
}
