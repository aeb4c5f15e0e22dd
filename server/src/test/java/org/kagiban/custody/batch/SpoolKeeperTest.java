package org.kagiban.custody.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.Ceremony.Status;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyLedger.Decision;
import org.kagiban.custody.ceremony.Signed;
import org.kagiban.custody.ceremony.Statement;
import org.kagiban.store.FolderSpool;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreConfig;

class SpoolKeeperTest {
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir private Path folder;

  private SqlLedger store;
  private Spool spool;
  private String sha256 = "";

  @BeforeEach
  void open() throws Exception {
    store = new SqlLedger(StoreConfig.at(folder.resolve("kagiban.db")), Clock.systemUTC());
    spool = new FolderSpool(folder.resolve("spool"), Clock.systemUTC());
    try (Spool.Incoming incoming = spool.receive()) {
      incoming.write(1);
      sha256 = incoming.keep();
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void ceremony(Status status, Instant lastAct) {
    CeremonyId id = CeremonyId.random();
    Statement statement = new Statement(Act.PROPOSE, id, new byte[32], lastAct, lastAct);
    Signed signed = new Signed(statement, "a", "a", new byte[] {1}, new byte[] {2});
    byte[] file = ("file:\n  sha256: " + sha256 + "\n").getBytes(UTF_8);
    Ceremony row = new Ceremony(id, "seed-batch", file, status, List.of(signed), null);
    AuditEvent event = AuditEvent.of(EventKind.CEREMONY_PROPOSED, EventId.at(now), now).build();
    store.ceremonies().submit(id, view -> new Decision(row, List.of(), List.of(event))).join();
  }

  private int sweep(Duration later) throws Exception {
    return new SpoolKeeper(spool, store.ceremonies(), () -> now.plus(later), WEEK).sweep();
  }

  @Test
  void sweep_fileOfAnOpenCeremony_staysHoweverOld() throws Exception {
    ceremony(Status.CANCELLED, now.plusSeconds(60));
    ceremony(Status.RUNNING, now.plusSeconds(60));
    assertThat(sweep(WEEK.multipliedBy(10))).isZero();
    assertThat(spool.list()).hasSize(1);
  }

  @Test
  void sweep_fileOfAnEndedCeremony_goesAtOnce() throws Exception {
    ceremony(Status.EXECUTED, now.plusSeconds(60));
    assertThat(sweep(Duration.ZERO)).isEqualTo(1);
    assertThat(spool.list()).isEmpty();
  }

  @Test
  void sweep_fileUploadedAgainAfterACancelledCeremony_stays() throws Exception {
    ceremony(Status.CANCELLED, now.minusSeconds(3600));
    assertThat(sweep(Duration.ZERO)).isZero();
  }

  @Test
  void sweep_fileThatNoCeremonyNames_goesAfterAWeek() throws Exception {
    assertThat(sweep(WEEK.minusHours(1))).isZero();
    assertThat(sweep(WEEK.plusHours(1))).isEqualTo(1);
  }
}
