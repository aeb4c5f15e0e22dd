package org.kagiban.custody.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.kagiban.custody.ceremony.OneCustodianAloneTest.refused;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.CeremonyDesk.ComponentCheck;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CustodyKey.State;
import org.kagiban.verification.UnavailableException;

/** Ceremonies from their proposal to their end. */
class KeyCeremoniesTest {
  private static final String TRANSPORT =
      """
      ceremony: transport-key
      partition: kagiban
      key: {label: kagiban-vendor-acme, bits: 256, kcv: "070707"}
      custodians: [Aiko Tanaka, Ben Mori]
      """;

  private final Office office = new Office();

  @Test
  void partitionKeys_executed_areActiveAndLogged() {
    CeremonyId id = office.agreed("ceremony: partition-keys\npartition: kagiban\n");
    Ceremony ended = office.run(office.aiko, id);
    assertThat(ended.status()).isEqualTo(Ceremony.Status.EXECUTED);
    assertThat(state(KeyLabels.REQUEST)).isEqualTo(State.ACTIVE);
    assertThat(state(KeyLabels.BINDING)).isEqualTo(State.ACTIVE);
    AuditEvent made = event(EventKind.KEY_GENERATED);
    assertThat(made.text(EventField.CEREMONY)).isEqualTo(id.toString());
    assertThat(made.text(EventField.PERSON)).isEqualTo("Aiko Tanaka");
    assertThat(made.text(EventField.CALLER)).isEqualTo("custodian-1");
    assertThat(made.text(EventField.MECHANISM)).isEqualTo(FakeHsm.METHOD);
    assertThat(made.text(EventField.ATTRIBUTES)).isEqualTo("CKA_SENSITIVE=true");
    assertThat(made.bytes(EventField.KCV)).hasSize(3);
    AuditEvent proposed = event(EventKind.CEREMONY_PROPOSED);
    assertThat(proposed.bytes(EventField.HASH)).isEqualTo(Sha256.of(ended.file()));
    assertThat(proposed.id()).isEqualTo(CeremonyEvents.idOf(ended.signed().get(0)));
    assertThat(event(EventKind.CEREMONY_APPROVED).number(EventField.EXPIRES))
        .isEqualTo(Statement.micros(ended.signed().get(1).statement().expires()));
    assertThat(office.reloads).hasValue(1);
  }

  @Test
  void transportKey_withTheVendorsCheckValue_isTakenIn() {
    CeremonyId id = office.agreed(TRANSPORT);
    Ceremony ended = office.run(office.aiko, id, components(7));
    assertThat(ended.status()).isEqualTo(Ceremony.Status.EXECUTED);
    assertThat(state("kagiban-vendor-acme")).isEqualTo(State.ACTIVE);
    assertThat(kinds())
        .endsWith(
            EventKind.COMPONENT_RECEIVED,
            EventKind.COMPONENT_RECEIVED,
            EventKind.KEY_IMPORTED,
            EventKind.CEREMONY_EXECUTED);
  }

  @Test
  void transportKey_withAnotherCheckValue_isDestroyedAndCanBeEnteredAgain() {
    CeremonyId id = office.agreed(TRANSPORT);
    refused("KCV_DIFFERS", () -> office.run(office.aiko, id, components(9)));
    assertThat(office.hsm.keys).isEmpty();
    assertThat(office.run(office.aiko, id, components(7)).status())
        .isEqualTo(Ceremony.Status.EXECUTED);
  }

  @Test
  void transportKey_ofAnotherSize_isDestroyed() {
    CeremonyId id = office.agreed(TRANSPORT.replace("bits: 256", "bits: 128"));
    refused("KEY_SIZE_DIFFERS", () -> office.run(office.aiko, id, components(7)));
    assertThat(office.hsm.keys).isEmpty();
    assertThat(office.find(id).status()).isEqualTo(Ceremony.Status.RUNNING);
  }

  @Test
  void transportKey_withoutKeyOrWithOtherPeople_isRefusedBeforeItBegins() {
    CeremonyId id = office.agreed(TRANSPORT);
    refused("RUN_INPUT_WRONG", () -> office.run(office.aiko, id));
    List<ComponentCheck> one = components(7).components().subList(0, 1);
    RunInput alone = new RunInput(new byte[] {7, 7, 7}, one);
    refused("COMPONENTS_DIFFER", () -> office.run(office.aiko, id, alone));
    CeremonyId other = office.agreed("ceremony: import-key\npartition: kagiban\n");
    refused("RUN_INPUT_WRONG", () -> office.run(office.aiko, other, components(7)));
    assertThat(office.find(id).status()).isEqualTo(Ceremony.Status.PROPOSED);
  }

  @Test
  void destruction_ofAnOldKek_isResumedAndMarksItDestroyed() {
    CeremonyId unused = office.kek("kagiban-kek-1");
    CeremonyId spare = office.kek("kagiban-kek-2");
    assertThat(spare).isNotNull();
    CeremonyId id = office.agreed(destruction("kagiban-kek-2"));
    office.ledger.breakAt = EventKind.KEY_DESTROYED;
    assertThat(catchThrowable(() -> office.run(office.aiko, id)))
        .isInstanceOf(UnavailableException.class);
    office.ledger.breakAt = null;
    assertThat(office.hsm.keys).doesNotContainKey("kagiban-kek-2");
    assertThat(office.run(office.aiko, id).status()).isEqualTo(Ceremony.Status.EXECUTED);
    assertThat(state("kagiban-kek-2")).isEqualTo(State.DESTROYED);
  }

  @Test
  void destruction_takenUpWhenTheKekIsInUseAgain_isRefused() {
    CeremonyId unused = office.kek("kagiban-kek-1");
    CeremonyId spare = office.kek("kagiban-kek-2");
    CeremonyId id = office.agreed(destruction("kagiban-kek-2"));
    office.ledger.breakAt = EventKind.CEREMONY_EXECUTED;
    KeyFacts facts = Office.done(office.hsm.facts("kagiban-kek-2"));
    assertThat(catchThrowable(() -> office.run(office.aiko, id)))
        .isInstanceOf(UnavailableException.class);
    // As if the first run had died before it touched the HSM, and a rotation had come between.
    office.ledger.breakAt = null;
    office.hsm.keys.put("kagiban-kek-2", facts);
    office.ledger.put(
        new CustodyKey(
            "kagiban-kek-2", "kek", State.ACTIVE, facts.kcv(), FakeHsm.METHOD, Office.NOW, spare));
    refused("KEY_STATE", () -> office.run(office.aiko, id));
    assertThat(office.hsm.keys).containsKey("kagiban-kek-2");
  }

  @Test
  void aborted_kekIsLeftOver_andCanBeDestroyed() {
    CeremonyId id = begunKek();
    KeyFacts facts = Office.done(office.hsm.make(id, "kagiban-kek-1"));
    Ceremony aborted = Office.done(office.aborting(office.ben, id, "the HSM was switched off"));
    assertThat(aborted.status()).isEqualTo(Ceremony.Status.ABORTED);
    assertThat(aborted.outcome()).contains("the HSM was switched off");
    assertThat(event(EventKind.CEREMONY_ABORTED).text(EventField.REASON)).contains("switched off");
    byte[] outcome = Office.outcome(id, "kek-generation", facts);
    refused("CEREMONY_NOT_RUNNING", () -> Office.done(office.finishing(office.aiko, id, outcome)));
    CeremonyId cleaning = office.agreed(destruction("kagiban-kek-1"));
    assertThat(office.run(office.aiko, cleaning).status()).isEqualTo(Ceremony.Status.EXECUTED);
    assertThat(office.hsm.keys).isEmpty();
  }

  @Test
  void abortCancelWithdraw_byTheWrongOneOrAtTheWrongTime_areRefused() {
    CeremonyId id = office.propose(office.aiko, "ceremony: import-key\npartition: kagiban\n");
    refused("CEREMONY_NOT_RUNNING", () -> Office.done(office.aborting(office.aiko, id, "x")));
    refused("ABORT_REASON_INVALID", () -> Office.done(office.aborting(office.aiko, id, " ")));
    refused("NOT_THE_PROPOSER", () -> Office.done(office.cancelling(office.ben, id)));
    refused("APPROVAL_NOT_FOUND", () -> Office.done(office.withdrawing(office.ben, id)));
    assertThat(Office.done(office.cancelling(office.aiko, id)).status())
        .isEqualTo(Ceremony.Status.CANCELLED);
    String file = "ceremony: import-key\npartition: kagiban\n";
    refused("CEREMONY_NOT_OPEN", () -> Office.done(office.approving(office.ben, id, file)));
    refused("CEREMONY_NOT_OPEN", () -> Office.done(office.withdrawing(office.ben, id)));
    refused("CEREMONY_NOT_OPEN", () -> office.run(office.ben, id));
    CeremonyId none = CeremonyId.random();
    refused("CEREMONY_NOT_FOUND", () -> Office.done(office.approving(office.ben, none, file)));
  }

  @Test
  void propose_repeated_isAnsweredAndNotDoubled() {
    CeremonyId id = CeremonyId.random();
    String file = "ceremony: import-key\npartition: kagiban\n";
    Ceremony first = Office.done(office.proposing(office.aiko, id, file));
    assertThat(Office.done(office.proposing(office.aiko, id, file))).isEqualTo(first);
    assertThat(office.ledger.events).hasSize(1);
    refused("CEREMONY_ID_TAKEN", () -> Office.done(office.proposing(office.ben, id, file)));
    refused(
        "CEREMONY_FILE_INVALID",
        () -> Office.done(office.proposing(office.ben, CeremonyId.random(), "ceremony: x\n")));
  }

  @Test
  void standing_tellsWhatIsMissingAndUntilWhen() {
    office.restart(2);
    CeremonyId id = office.agreed("ceremony: import-key\npartition: kagiban\n");
    CeremonyDesk.Standing standing = office.desk.standing(office.find(id));
    assertThat(standing.approvalsMissing()).isEqualTo(1);
    assertThat(standing.approvalsExpireAt())
        .isEqualTo(office.find(id).signed().get(1).statement().expires());
    assertThat(standing.byServer()).isTrue();
    office.pass(Duration.ofMinutes(11));
    assertThat(office.desk.standing(office.find(id)).approvalsMissing()).isEqualTo(2);
    assertThat(office.desk.standing(office.find(id)).approvalsExpireAt()).isNull();
  }

  @Test
  void keys_tellHowManySeedsEachWraps() {
    CeremonyId unused = office.kek("kagiban-kek-1");
    office.ledger.wrapped.put("kagiban-kek-1", 3L);
    assertThat(Office.done(office.desk.keys()))
        .singleElement()
        .satisfies(key -> assertThat(key.wrappedSeeds()).isEqualTo(3));
  }

  private CeremonyId begunKek() {
    CeremonyId id = office.agreed(Office.kekFile("kagiban-kek-1"));
    assertThat(office.run(office.aiko, id).status()).isEqualTo(Ceremony.Status.RUNNING);
    return id;
  }

  private String destruction(String label) {
    byte[] kcv = Office.done(office.hsm.facts(label)).kcv();
    return "ceremony: key-destruction\npartition: kagiban\nkey: {label: "
        + label
        + ", kcv: \""
        + java.util.HexFormat.of().formatHex(kcv)
        + "\"}\n";
  }

  static RunInput components(int kcv) {
    byte value = (byte) kcv;
    byte[] key = {value, value, value, 0};
    boolean transport = kcv != 3;
    return new RunInput(
        key,
        List.of(
            new ComponentCheck(transport ? "Aiko Tanaka" : "A", new byte[] {1, 1, 1}),
            new ComponentCheck(transport ? "Ben Mori" : "B", new byte[] {2, 2, 2})));
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
