package org.kagiban.app.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.Patience;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.Ceremony.Status;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.custody.ceremony.CustodyKey.State;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.custody.ceremony.KeyLabels;
import org.kagiban.custody.ceremony.Signed;
import org.kagiban.custody.ceremony.Statement;
import org.kagiban.hsm.HsmConfig;
import org.kagiban.hsm.OfficerSession;
import org.kagiban.hsm.Pin;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreConfig;
import org.kagiban.yaml.ConfigException;

/**
 * Makes the KEK of a server that is measured with wrapped seeds, in a process of its own as the
 * security officer needs it, and writes it into the empty database as a ceremony would: a bank's
 * ceremony takes two people, a measurement has none.
 */
final class BenchKek {
  private static final String LABEL = "kagiban-kek-1";

  private BenchKek() {}

  /** Takes the folder that a {@link BenchFolder} made; to be run before the server. */
  public static void main(String[] arguments) throws IOException, ConfigException {
    Path folder = Path.of(arguments[0]);
    ServerConfig config = ServerConfig.read(BenchFolder.configIn(folder));
    HsmConfig hsm = HsmConfig.of(config.hsm().library().path(), BenchFolder.PARTITION);
    Pin pin = Pin.fromFile(BenchFolder.officerPinIn(folder));
    CeremonyId ceremony = CeremonyId.random();
    KeyFacts kek;
    try (OfficerSession officer = OfficerSession.open(hsm, pin, false)) {
      kek = officer.generateKek(LABEL, ceremony.toString());
    }
    Clock clock = Clock.systemUTC();
    try (SqlLedger ledger = new SqlLedger(StoreConfig.at(config.store().location()), clock)) {
      Ceremony unused =
          Patience.await(
              ledger.ceremonies().submit(ceremony, view -> made(ceremony, kek, clock.instant())));
    }
  }

  private static CeremonyLedger.Decision made(CeremonyId ceremony, KeyFacts kek, Instant now) {
    byte[] file = "ceremony: kek-generation\n".getBytes(StandardCharsets.UTF_8);
    Statement statement = new Statement(Act.PROPOSE, ceremony, Sha256.of(file), now, now);
    Signed signed = new Signed(statement, "bench", "nobody", new byte[0], new byte[0]);
    CustodyKey key =
        new CustodyKey(
            kek.label(),
            KeyLabels.KEK,
            State.ACTIVE,
            kek.kcv(),
            kek.kcvMethod(),
            now.truncatedTo(ChronoUnit.MICROS),
            ceremony);
    AuditEvent event =
        AuditEvent.of(EventKind.KEY_ACTIVATED, EventId.at(now), now)
            .with(EventField.KEY, kek.label())
            .build();
    return new CeremonyLedger.Decision(
        new Ceremony(ceremony, "kek-generation", file, Status.EXECUTED, List.of(signed), null),
        List.of(key),
        List.of(event));
  }
}
