package org.kagiban.custody.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.kagiban.custody.ceremony.OneCustodianAloneTest.refused;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.ceremony.CeremonyDesk.ComponentCheck;
import org.kagiban.custody.ceremony.CustodyKey.State;
import org.kagiban.verification.UnavailableException;

/** Ceremonies that are done at the HSM and reported: the server looks for itself. */
class HsmFinishTest {
  private final Office office = new Office();

  @Test
  void firstKek_isActive_andASecondWaits() {
    CeremonyId first = office.kek("kagiban-kek-1");
    assertThat(office.find(first).status()).isEqualTo(Ceremony.Status.EXECUTED);
    assertThat(office.active.label()).isEqualTo("kagiban-kek-1");
    assertThat(kinds()).contains(EventKind.KEY_GENERATED, EventKind.KEY_ACTIVATED);
    CeremonyId second = office.kek("kagiban-kek-2");
    assertThat(second).isNotEqualTo(first);
    assertThat(office.active.label()).isEqualTo("kagiban-kek-1");
    assertThat(state("kagiban-kek-1")).isEqualTo(State.ACTIVE);
    assertThat(state("kagiban-kek-2")).isEqualTo(State.PRE_ACTIVE);
  }

  @Test
  void kek_finishCutOff_isFinishedByTheNext() {
    CeremonyId id = begunKek();
    KeyFacts facts = Office.done(office.hsm.make(id, "kagiban-kek-1"));
    byte[] outcome = Office.outcome(id, "kek-generation", facts);
    office.ledger.breakAt = EventKind.CEREMONY_EXECUTED;
    assertThat(catchThrowable(() -> Office.done(office.finishing(office.aiko, id, outcome))))
        .isInstanceOf(UnavailableException.class);
    assertThat(office.active.label()).isNull();
    office.ledger.breakAt = null;
    office.restart(1);
    assertThat(office.run(office.ben, id).status()).isEqualTo(Ceremony.Status.RUNNING);
    Ceremony ended = Office.done(office.finishing(office.ben, id, outcome));
    assertThat(ended.status()).isEqualTo(Ceremony.Status.EXECUTED);
    assertThat(office.active.label()).isEqualTo("kagiban-kek-1");
    refused("CEREMONY_NOT_RUNNING", () -> Office.done(office.finishing(office.ben, id, outcome)));
  }

  @Test
  void kek_thatIsNotInThisPartition_isRefused() {
    CeremonyId id = begunKek();
    KeyFacts elsewhere = Office.done(new FakeHsm().make(id, "kagiban-kek-1"));
    byte[] outcome = Office.outcome(id, "kek-generation", elsewhere);
    refused("KEY_REFUSED", () -> Office.done(office.finishing(office.aiko, id, outcome)));
    assertThat(office.find(id).status()).isEqualTo(Ceremony.Status.RUNNING);
  }

  @Test
  void kek_reportedWithAnotherCheckValue_isRefused() {
    CeremonyId id = begunKek();
    KeyFacts unused = Office.done(office.hsm.make(id, "kagiban-kek-1"));
    KeyFacts other = Office.done(new FakeHsm().make(id, "kagiban-kek-1", new byte[] {1, 2, 3}));
    byte[] outcome = Office.outcome(id, "kek-generation", other);
    refused("KCV_DIFFERS", () -> Office.done(office.finishing(office.aiko, id, outcome)));
  }

  @Test
  void kek_madeOutsideTheCeremony_isRefused() {
    CeremonyId id = begunKek();
    KeyFacts rogue = Office.done(office.hsm.make(CeremonyId.random(), "kagiban-kek-1"));
    byte[] outcome = Office.outcome(id, "kek-generation", rogue);
    refused("KEY_NOT_OF_CEREMONY", () -> Office.done(office.finishing(office.aiko, id, outcome)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          outcome: kek-generation  ; outcome: kek-backup
          label: kagiban-kek-1     ; label: kagiban-kek-2
          label: kagiban-kek-1     ; label: VSST00000001
          ceremony:                ; ceremony: x
          kcv:                     ; kcv: zz
          facts:                   ; figures:
          """)
  void finish_outcomeThatDoesNotFit_isRefused(String right, String wrong) {
    CeremonyId id = begunKek();
    KeyFacts facts = Office.done(office.hsm.make(id, "kagiban-kek-1"));
    String outcome =
        new String(
            Office.outcome(id, "kek-generation", facts), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(outcome).contains(right);
    byte[] broken = Office.text(outcome.replace(right, wrong));
    refused("OUTCOME_INVALID", () -> Office.done(office.finishing(office.aiko, id, broken)));
  }

  @Test
  void finish_ofOneThatTheServerPerforms_isRefused() {
    CeremonyId id = office.agreed("ceremony: import-key\npartition: kagiban\n");
    refused(
        "CEREMONY_NOT_AT_HSM",
        () -> Office.done(office.finishing(office.aiko, id, Office.text("a: b"))));
  }

  @Test
  void backup_tellsItsComponentsAndChangesNoKey() {
    CeremonyId unused = office.kek("kagiban-kek-1");
    CeremonyId id =
        office.agreed(
            """
            ceremony: kek-backup
            partition: kagiban
            key: {label: kagiban-kek-1}
            output: b
            custodians: [Aiko, Ben]
            """);
    Ceremony begun = office.run(office.aiko, id);
    KeyFacts facts = Office.done(office.hsm.facts("kagiban-kek-1"));
    HsmOutcome.Key key = new HsmOutcome.Key(facts.label(), facts.kcv(), facts.kcvMethod());
    List<ComponentCheck> both = KeyCeremoniesTest.components(7).components();
    HsmOutcome without = new HsmOutcome(id, begun.kind(), List.of(key), List.of(), Map.of());
    refused(
        "COMPONENTS_DIFFER", () -> Office.done(office.finishing(office.aiko, id, without.bytes())));
    List<ComponentCheck> named =
        List.of(
            new ComponentCheck("Aiko", both.get(0).kcv()),
            new ComponentCheck("Ben", both.get(1).kcv()));
    HsmOutcome outcome =
        new HsmOutcome(id, begun.kind(), List.of(key), named, Map.of("output sha256", "00"));
    Ceremony ended = Office.done(office.finishing(office.aiko, id, outcome.bytes()));
    assertThat(ended.outcome()).contains("output sha256").doesNotContain("states:");
    assertThat(event(EventKind.COMPONENT_RECEIVED).text(EventField.PERSON)).isEqualTo("Aiko");
    assertThat(kinds()).doesNotContain(EventKind.KEY_IMPORTED);
  }

  private CeremonyId begunKek() {
    CeremonyId id = office.agreed(Office.kekFile("kagiban-kek-1"));
    assertThat(office.run(office.aiko, id).status()).isEqualTo(Ceremony.Status.RUNNING);
    return id;
  }

  private State state(String label) {
    return Office.done(office.ledger.keys()).stream()
        .filter(key -> key.label().equals(label))
        .map(CustodyKey::state)
        .findFirst()
        .orElseThrow();
  }

  private List<EventKind> kinds() {
    return office.ledger.events.stream().map(AuditEvent::kind).toList();
  }

  private AuditEvent event(EventKind kind) {
    return Objects.requireNonNull(
        office.ledger.events.stream()
            .filter(event -> event.kind() == kind)
            .findFirst()
            .orElse(null));
  }
}
