package org.kagiban.custody.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.verification.UnavailableException;

/** Approvals serve one ceremony, once, however often and from wherever it is run. */
class ServedOnceTest {
  private static final String FILE = "ceremony: import-key\npartition: kagiban\n";
  private static final String BATCH =
      "ceremony: seed-batch\npartition: kagiban\ninstitution: a\nrecords: 1\nsha256: "
          + "00".repeat(32)
          + "\n";

  private final Office office = new Office();

  @Test
  void run_executed_isNotRunAgain() {
    CeremonyId id = office.agreed(FILE);
    assertThat(office.run(office.aiko, id).status()).isEqualTo(Ceremony.Status.EXECUTED);
    OneCustodianAloneTest.refused("CEREMONY_NOT_OPEN", () -> office.run(office.aiko, id));
    OneCustodianAloneTest.refused("CEREMONY_NOT_OPEN", () -> office.run(office.ben, id));
    assertThat(office.hsm.made).isEqualTo(1);
  }

  @Test
  void run_cutOffBeforeItsEnd_isTakenUpWithoutFurtherApprovals() {
    CeremonyId id = office.agreed(FILE);
    office.ledger.breakAt = EventKind.CEREMONY_EXECUTED;
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> office.run(office.aiko, id)))
        .isInstanceOf(UnavailableException.class);
    office.ledger.breakAt = null;
    office.restart(1);
    office.pass(java.time.Duration.ofDays(3));
    assertThat(office.find(id).status()).isEqualTo(Ceremony.Status.RUNNING);
    assertThat(office.run(office.chie, id).status()).isEqualTo(Ceremony.Status.EXECUTED);
    assertThat(office.hsm.made).isEqualTo(1);
    assertThat(kinds())
        .containsExactly(
            EventKind.CEREMONY_PROPOSED,
            EventKind.CEREMONY_APPROVED,
            EventKind.CEREMONY_STARTED,
            EventKind.CEREMONY_STARTED,
            EventKind.KEY_GENERATED,
            EventKind.CEREMONY_EXECUTED);
  }

  @Test
  void run_byManyAtOnce_isPerformedOnce() throws Exception {
    CeremonyId id = office.agreed(BATCH);
    byte[] hash = Office.hash(BATCH);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<Ceremony>> runs = new ArrayList<>();
    try {
      for (int i = 0; i < 24; i++) {
        CeremonyDesk.Signature signature = office.sign(office.aiko, Act.RUN, id, hash);
        runs.add(
            pool.submit(
                () ->
                    office.desk.run(
                        office.aiko.custodian(), id, signature, RunInput.NONE, new Quiet())));
      }
      int done = 0;
      for (Future<Ceremony> run : runs) {
        done += succeeded(run) ? 1 : 0;
      }
      assertThat(done).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
    assertThat(office.performed).containsExactly("seed-batch");
  }

  @Test
  void run_hsmRefusesAKey_isToldSoAndCanBeRunAgain() {
    CeremonyId id = office.agreed(BATCH);
    office.whilePerforming =
        () -> {
          throw new KeyRefusedException("weaker than asked");
        };
    OneCustodianAloneTest.refused("KEY_REFUSED", () -> office.run(office.aiko, id));
    office.whilePerforming = () -> {};
    assertThat(office.run(office.aiko, id).status()).isEqualTo(Ceremony.Status.EXECUTED);
  }

  @Test
  void run_whileAnotherRuns_isToldSo() {
    CeremonyId first = office.agreed(BATCH);
    CeremonyId second = office.agreed(FILE);
    office.whilePerforming =
        () -> {
          OneCustodianAloneTest.refused("RUN_IN_PROGRESS", () -> office.run(office.ben, second));
          OneCustodianAloneTest.refused(
              "RUN_IN_PROGRESS", () -> Office.done(office.aborting(office.ben, first, "why not")));
        };
    assertThat(office.run(office.aiko, first).status()).isEqualTo(Ceremony.Status.EXECUTED);
    assertThat(office.find(second).status()).isEqualTo(Ceremony.Status.PROPOSED);
    assertThat(office.run(office.aiko, second).status()).isEqualTo(Ceremony.Status.EXECUTED);
  }

  private List<EventKind> kinds() {
    return office.ledger.events.stream().map(event -> event.kind()).toList();
  }

  private static boolean succeeded(Future<Ceremony> run) throws InterruptedException {
    try {
      return run.get().status() == Ceremony.Status.EXECUTED;
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(CeremonyRefusedException.class);
      return false;
    }
  }

  private static final class Quiet implements CeremonyDesk.RunListener {
    @Override
    public void progress(String step, long done, long total) {}

    @Override
    public void refused(long record, String tokenId, String reason, String message) {}
  }
}
