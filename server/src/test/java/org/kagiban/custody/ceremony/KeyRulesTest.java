package org.kagiban.custody.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.custody.ceremony.OneCustodianAloneTest.refused;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.custody.ceremony.Ceremony.Status;

/** What the keys that there are say against a ceremony. */
class KeyRulesTest {
  private static final byte[] KCV = {1, 2, 3};
  private static final CeremonyId OLD = CeremonyId.random();

  private final Office office = new Office();

  private static final String TABLE =
      """
      import-key     ; -                            ; -                         ; fine
      import-key     ; -                            ; kagiban-import ACTIVE     ; LABEL_TAKEN
      import-key     ; -                            ; kagiban-import DESTROYED  ; fine
      checkpoint-key ; -                            ; kagiban-checkpoint ACTIVE ; LABEL_TAKEN
      partition-keys ; -                            ; kagiban-request ACTIVE    ; fine
      partition-keys ; -                            ; kagiban-request ACTIVE, kagiban-binding ACTIVE ; LABEL_TAKEN
      kek-generation ; key: {label: kagiban-kek-2}  ; kagiban-kek-1 ACTIVE      ; fine
      kek-generation ; key: {label: kagiban-kek-1}  ; kagiban-kek-1 ACTIVE      ; LABEL_TAKEN
      kek-generation ; key: {label: kagiban-kek-1}  ; kagiban-kek-1 DESTROYED   ; LABEL_TAKEN
      transport-key  ; "key: {label: kagiban-vendor-a, bits: 128}, custodians: [A, B]" ; kagiban-vendor-a DESTROYED ; LABEL_TAKEN
      kek-backup     ; "key: {label: kagiban-kek-1}, output: x, custodians: [A, B]" ; - ; KEY_NOT_FOUND
      kek-backup     ; "key: {label: kagiban-kek-1}, output: x, custodians: [A, B]" ; kagiban-kek-1 DEACTIVATED ; fine
      kek-backup     ; "key: {label: kagiban-kek-1}, output: x, custodians: [A, B]" ; kagiban-kek-1 DESTROYED ; KEY_STATE
      kek-restore    ; "key: {label: kagiban-kek-1}, input: x, sha256: HASH, custodians: [A, B]" ; - ; fine
      kek-restore    ; "key: {label: kagiban-kek-1}, input: x, sha256: HASH, custodians: [A, B]" ; kagiban-kek-1 ACTIVE ; fine
      kek-restore    ; "key: {label: kagiban-kek-1}, input: x, sha256: HASH, custodians: [A, B]" ; kagiban-kek-1 DESTROYED ; KEY_STATE
      kek-rotation   ; "from: kagiban-kek-1, to: kagiban-kek-2" ; kagiban-kek-1 ACTIVE, kagiban-kek-2 PRE_ACTIVE ; fine
      kek-rotation   ; "from: kagiban-kek-1, to: kagiban-kek-2" ; kagiban-kek-1 DEACTIVATED, kagiban-kek-2 ACTIVE ; fine
      kek-rotation   ; "from: kagiban-kek-1, to: kagiban-kek-2" ; kagiban-kek-1 ACTIVE ; KEY_NOT_FOUND
      kek-rotation   ; "from: kagiban-kek-1, to: kagiban-kek-2" ; kagiban-kek-2 PRE_ACTIVE ; KEY_NOT_FOUND
      kek-rotation   ; "from: kagiban-kek-1, to: kagiban-kek-2" ; kagiban-kek-1 ACTIVE, kagiban-kek-2 ACTIVE ; KEY_STATE
      kek-rotation   ; "from: kagiban-kek-1, to: kagiban-kek-2" ; kagiban-kek-1 ACTIVE, kagiban-kek-2 DESTROYED ; KEY_STATE
      kek-rotation   ; "from: kagiban-kek-1, to: kagiban-kek-2" ; kagiban-kek-1 ACTIVE, kagiban-kek-2 DEACTIVATED ; KEY_STATE
      kek-rotation   ; "from: kagiban-kek-1, to: kagiban-kek-2" ; kagiban-kek-1 PRE_ACTIVE, kagiban-kek-2 PRE_ACTIVE ; KEY_STATE
      kek-rotation   ; "from: kagiban-kek-1, to: kagiban-kek-2" ; kagiban-kek-1 DEACTIVATED, kagiban-kek-2 PRE_ACTIVE ; KEY_STATE
      key-destruction; "key: {label: kagiban-kek-1, kcv: '010203'}" ; kagiban-kek-1 DEACTIVATED ; fine
      key-destruction; "key: {label: kagiban-kek-1, kcv: '010203'}" ; kagiban-kek-1 PRE_ACTIVE ; fine
      key-destruction; "key: {label: kagiban-kek-1, kcv: '010203'}" ; kagiban-kek-1 ACTIVE ; KEY_STATE
      key-destruction; "key: {label: kagiban-kek-1, kcv: '010203'}" ; kagiban-kek-1 DESTROYED ; KEY_STATE
      key-destruction; "key: {label: kagiban-kek-1, kcv: '010204'}" ; kagiban-kek-1 DEACTIVATED ; KCV_DIFFERS
      key-destruction; "key: {label: kagiban-kek-3, kcv: '010203'}" ; kagiban-kek-3 DEACTIVATED ; KEY_IN_USE
      key-destruction; "key: {label: kagiban-kek-1, kcv: '010203'}" ; - ; KEY_NOT_FOUND
      key-destruction; "key: {label: kagiban-import, kcv: '010203'}" ; kagiban-import ACTIVE ; fine
      key-destruction; "key: {label: kagiban-binding, kcv: '010203'}" ; kagiban-binding ACTIVE ; KEY_IN_USE
      key-destruction; "key: {label: kagiban-request, kcv: '010203'}" ; kagiban-request ACTIVE ; KEY_IN_USE
      key-destruction; "key: {label: kagiban-checkpoint, kcv: '010203'}" ; kagiban-checkpoint ACTIVE ; KEY_IN_USE
      """;

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = TABLE)
  void propose_withTheseKeys_isDecided(String kind, String more, String keys, String outcome) {
    office.ledger.wrapped.put("kagiban-kek-3", 5L);
    prepare(keys);
    String file = file(kind, more);
    if (outcome.equals("fine")) {
      assertThat(office.find(office.propose(office.aiko, file)).kind()).isEqualTo(kind);
    } else {
      refused(outcome, () -> office.propose(office.aiko, file));
      assertThat(office.ledger.events).isEmpty();
    }
  }

  /** Proposed and approved while all was well; then the keys changed. */
  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = TABLE)
  void run_withTheseKeys_isDecidedTheSame(String kind, String more, String keys, String outcome) {
    prepareWell(kind, more);
    CeremonyId id = office.agreed(file(kind, more));
    office.ledger.clear();
    office.hsm.keys.clear();
    office.ledger.wrapped.put("kagiban-kek-3", 5L);
    prepare(keys);
    CeremonyDesk.RunInput input =
        kind.equals("transport-key") ? KeyCeremoniesTest.components(3) : CeremonyDesk.RunInput.NONE;
    if (outcome.equals("fine")) {
      assertThat(office.run(office.aiko, id, input).status()).isNotEqualTo(Status.PROPOSED);
    } else {
      refused(outcome, () -> office.run(office.aiko, id, input));
      assertThat(office.find(id).status()).isEqualTo(Status.PROPOSED);
    }
  }

  @Test
  void propose_forAnotherPartition_isRefused() {
    refused(
        "PARTITION_UNKNOWN",
        () -> office.propose(office.aiko, "{ceremony: import-key, partition: other}"));
  }

  @Test
  void propose_labelThatOnlyTheHsmKnows_isRefused() {
    KeyFacts unused = Office.done(office.hsm.make(OLD, "kagiban-kek-1"));
    refused("LABEL_TAKEN", () -> office.propose(office.aiko, Office.kekFile("kagiban-kek-1")));
  }

  private void prepare(String keys) {
    for (String key : keys.equals("-") ? new String[0] : keys.split(", ", -1)) {
      String[] parts = key.strip().split(" ", 2);
      CustodyKey.State state = CustodyKey.State.valueOf(parts[1]);
      String kind = KeyLabels.kindOf(parts[0]);
      office.ledger.put(
          new CustodyKey(parts[0], kind, state, KCV, FakeHsm.METHOD, Office.NOW, OLD));
    }
  }

  /** Keys with which the file may be proposed. */
  private void prepareWell(String kind, String more) {
    if (kind.equals("kek-rotation")) {
      prepare("kagiban-kek-1 ACTIVE, kagiban-kek-2 PRE_ACTIVE");
    } else if (kind.equals("kek-backup")) {
      prepare("kagiban-kek-1 ACTIVE");
    } else if (kind.equals("key-destruction")) {
      Matcher key = Pattern.compile("label: (.*), kcv: '(.*)'").matcher(more);
      assertThat(key.find()).isTrue();
      byte[] kcv = HexFormat.of().parseHex(key.group(2));
      // Left over in the HSM, so that it may be proposed whatever its label is.
      KeyFacts unused = Office.done(office.hsm.make(OLD, key.group(1), kcv));
    }
  }

  private static String file(String kind, String more) {
    String rest = more.equals("-") ? "" : ", " + more.replace("HASH", "'" + "00".repeat(32) + "'");
    return "{ceremony: " + kind + ", partition: kagiban" + rest + "}";
  }
}
