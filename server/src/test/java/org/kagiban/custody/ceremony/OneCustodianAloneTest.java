package org.kagiban.custody.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.custody.ceremony.Authority.Member;
import org.kagiban.custody.ceremony.CeremonyDesk.ComponentCheck;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyDesk.Signature;

/** Aiko holds her own key and all that went over the wire. Nobody else helps (two-people). */
class OneCustodianAloneTest {
  private static final String FILE = "ceremony: import-key\npartition: kagiban\n";
  private static final String ALTERED = "ceremony: checkpoint-key\npartition: kagiban\n";

  private final Office office = new Office();

  @AfterEach
  void nothingWasDone() {
    assertThat(office.hsm.keys).isEmpty();
  }

  @Test
  void run_withoutApproval_isRefused() {
    CeremonyId id = office.propose(office.aiko, FILE);
    refused("APPROVALS_MISSING", () -> office.run(office.aiko, id));
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "hsm-config", "ceremonies"))) {
      return files.sorted().toList();
    }
  }

  /** Each kind that there is, where nothing but the approval is missing. */
  @ParameterizedTest
  @MethodSource("examples")
  void run_anyKindWithoutAnybodyElse_isRefusedAndNothingIsPerformed(Path example) throws Exception {
    String file =
        Files.readString(example).replaceFirst("(?m)^partition: .*", "partition: kagiban");
    CeremonyPlan plan = CeremonyFile.parse("example", Office.text(file));
    keysFor(plan);
    CeremonyId id = office.propose(office.aiko, file);
    refused("APPROVER_IS_PROPOSER", () -> Office.done(office.approving(office.aiko, id, file)));
    refused("APPROVALS_MISSING", () -> office.run(office.aiko, id, input(plan)));
    refused("CEREMONY_NOT_RUNNING", () -> Office.done(office.aborting(office.aiko, id, "alone")));
    assertThat(office.find(id).status()).isEqualTo(Ceremony.Status.PROPOSED);
    assertThat(office.performed).isEmpty();
    // Nothing else was in the way.
    Ceremony unused = Office.done(office.approving(office.ben, id, file));
    assertThat(office.desk.standing(office.find(id)).approvalsMissing()).isZero();
  }

  private static RunInput input(CeremonyPlan plan) {
    if (!(plan instanceof CeremonyPlan.TransportKey key)) {
      return RunInput.NONE;
    }
    byte[] check = {1, 2, 3};
    return new RunInput(
        check, key.custodians().stream().map(name -> new ComponentCheck(name, check)).toList());
  }

  /** The keys that the examples need. */
  private void keysFor(CeremonyPlan plan) {
    if (plan instanceof CeremonyPlan.KeyDestruction key) {
      key("kagiban-kek-1", CustodyKey.State.DEACTIVATED, key.kcv());
    } else if (plan instanceof CeremonyPlan.KekBackup) {
      key("kagiban-kek-1", CustodyKey.State.ACTIVE, "010203");
    } else if (plan instanceof CeremonyPlan.KekRotation) {
      key("kagiban-kek-1", CustodyKey.State.ACTIVE, "010203");
      key("kagiban-kek-2", CustodyKey.State.PRE_ACTIVE, "040506");
    }
  }

  private void key(String label, CustodyKey.State state, String kcv) {
    office.ledger.put(
        new CustodyKey(
            label,
            KeyLabels.kindOf(label),
            state,
            HexFormat.of().parseHex(kcv),
            FakeHsm.METHOD,
            Office.NOW,
            CeremonyId.random()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Aiko Tanaka", "AIKO  tanaka ", "Somebody Else"})
  void approve_ownProposalUnderAnotherNameWithTheSameKey_isRefused(String person) {
    CeremonyId id = office.propose(office.aiko, FILE);
    Member other = office.authority.member("operator-7", person, office.aiko.keys());
    refused("APPROVER_IS_PROPOSER", () -> Office.done(office.approving(other, id, FILE)));
  }

  @Test
  void approve_ownProposalWithAnotherCertificateAndKey_isRefused() {
    CeremonyId id = office.propose(office.aiko, FILE);
    KeyPair fresh = Authority.pair("EC");
    Member other = office.authority.member("custodian-9", "Aiko Tanaka", fresh);
    refused("APPROVER_IS_PROPOSER", () -> Office.done(office.approving(other, id, FILE)));
  }

  @Test
  void approve_underBensCertificateWithTheOwnKey_isRefused() {
    CeremonyId id = office.propose(office.aiko, FILE);
    Signature own = office.sign(office.aiko, Act.APPROVE, id, Office.hash(FILE));
    refused(
        "SIGNATURE_INVALID",
        () -> Office.done(office.desk.approve(office.ben.custodian(), id, Office.hash(FILE), own)));
  }

  @Test
  void approve_replayedAfterItWasWithdrawn_isRefused() {
    CeremonyId id = office.propose(office.aiko, FILE);
    Signature bens = office.sign(office.ben, Act.APPROVE, id, Office.hash(FILE));
    Ceremony unused = Office.done(approve(id, FILE, bens));
    Ceremony withdrawn = Office.done(office.withdrawing(office.ben, id));
    refused("SIGNATURE_REPLAYED", () -> Office.done(approve(id, FILE, bens)));
    refused("APPROVALS_MISSING", () -> office.run(office.aiko, withdrawn.id()));
  }

  @Test
  void approve_replayedForAnotherCeremonyWithTheSameFile_isRefused() {
    CeremonyId first = office.propose(office.aiko, FILE);
    Signature bens = office.sign(office.ben, Act.APPROVE, first, Office.hash(FILE));
    Ceremony unused = Office.done(approve(first, FILE, bens));
    CeremonyId second = office.propose(office.aiko, FILE);
    refused("SIGNATURE_INVALID", () -> Office.done(approve(second, FILE, bens)));
    refused("APPROVALS_MISSING", () -> office.run(office.aiko, second));
  }

  @Test
  void approve_bensSignatureOfAnotherAct_isRefused() {
    CeremonyId id = office.propose(office.aiko, FILE);
    Signature withdrawal = office.sign(office.ben, Act.WITHDRAW, id, Office.hash(FILE));
    refused("SIGNATURE_INVALID", () -> Office.done(approve(id, FILE, withdrawal)));
  }

  @Test
  void approve_alteredFile_isRefused() {
    CeremonyId id = office.propose(office.aiko, ALTERED);
    refused("FILE_DIFFERS", () -> Office.done(office.approving(office.ben, id, FILE)));
    // Claiming that Ben has read the other one does not help.
    Signature bens = office.sign(office.ben, Act.APPROVE, id, Office.hash(FILE));
    refused("SIGNATURE_INVALID", () -> Office.done(approve(id, ALTERED, bens)));
  }

  @Test
  void propose_alteredFileUnderAnApprovedId_isRefused() {
    CeremonyId id = office.agreed(FILE);
    refused("CEREMONY_ID_TAKEN", () -> Office.done(office.proposing(office.aiko, id, ALTERED)));
    assertThat(office.find(id).file()).isEqualTo(Office.text(FILE));
  }

  @Test
  void run_afterTheApprovalExpired_isRefused() {
    CeremonyId id = office.agreed(FILE);
    office.pass(Duration.ofMinutes(10));
    refused("APPROVALS_MISSING", () -> office.run(office.aiko, id));
  }

  @Test
  void approve_withAnEarlierMomentThanSigned_isRefused() {
    CeremonyId id = office.propose(office.aiko, FILE);
    Signature bens = office.sign(office.ben, Act.APPROVE, id, Office.hash(FILE));
    Signature longer = new Signature(bens.at(), bens.expires().plusSeconds(3600), bens.signature());
    refused("SIGNATURE_INVALID", () -> Office.done(approve(id, FILE, longer)));
  }

  @Test
  void run_withTheProposerTwiceWhereTwoApprovalsAreNeeded_isRefused() {
    office.restart(2);
    CeremonyId id = office.agreed(FILE);
    Member again = office.authority.member("custodian-8", "Ben Mori");
    refused("ALREADY_APPROVED", () -> Office.done(office.approving(again, id, FILE)));
    Member sameKey = office.authority.member("x", "Dai", office.ben.keys());
    refused("ALREADY_APPROVED", () -> Office.done(office.approving(sameKey, id, FILE)));
    refused("APPROVALS_MISSING", () -> office.run(office.aiko, id));
  }

  @Test
  void finish_ofACeremonyThatNobodyApproved_isRefused() {
    CeremonyId id = office.propose(office.aiko, Office.kekFile("kagiban-kek-1"));
    KeyFacts rogue = Office.done(office.hsm.make(id, "kagiban-kek-1"));
    byte[] outcome = Office.outcome(id, "kek-generation", rogue);
    refused("CEREMONY_NOT_RUNNING", () -> Office.done(office.finishing(office.aiko, id, outcome)));
    assertThat(office.active.label()).isNull();
    assertThat(office.hsm.adopted).isEmpty();
    office.hsm.keys.clear();
  }

  private CompletableFuture<Ceremony> approve(CeremonyId id, String file, Signature signature) {
    return office.desk.approve(office.ben.custodian(), id, Office.hash(file), signature);
  }

  static void refused(String reason, ThrowingCallable work) {
    CeremonyRefusedException refusal = catchThrowableOfType(CeremonyRefusedException.class, work);
    assertThat(refusal).as("refused").isNotNull();
    assertThat(refusal.reason()).isEqualTo(reason);
  }
}
