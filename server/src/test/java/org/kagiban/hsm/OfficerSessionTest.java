package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.ComponentKey;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.custody.ceremony.WrappedKey;

class OfficerSessionTest {
  private static final String LABEL = "kagiban-kek-1";

  @Test
  void generateKek_onSoftHsm_hasEveryAttributeThatItMustHave() {
    SoftHsm hsm = SoftHsm.create();
    KeyFacts facts;
    try (OfficerSession officer = hsm.officer()) {
      facts = officer.generateKek(LABEL, "2026-kek-1");
    }
    assertThat(facts.label()).isEqualTo(LABEL);
    assertThat(facts.id()).isEqualTo("2026-kek-1");
    assertThat(facts.kind() + " " + facts.type() + " " + facts.bits())
        .isEqualTo("secret key AES 256");
    assertThat(facts.check().method()).isEqualTo(KeyCheck.Method.AES_KWP_ZEROS);
    assertThat(facts.publicKey()).isEmpty();
    for (String on :
        List.of(
            "CKA_TRUSTED",
            "CKA_SENSITIVE",
            "CKA_ALWAYS_SENSITIVE",
            "CKA_EXTRACTABLE",
            "CKA_WRAP_WITH_TRUSTED",
            "CKA_WRAP",
            "CKA_UNWRAP",
            "CKA_LOCAL",
            "CKA_DESTROYABLE",
            "CKA_UNWRAP_TEMPLATE.CKA_PRIVATE",
            "CKA_WRAP_TEMPLATE.CKA_KEY_TYPE")) {
      assertThat(facts.attributes()).containsEntry(on, true);
    }
    for (String off :
        List.of(
            "CKA_PRIVATE",
            "CKA_MODIFIABLE",
            "CKA_COPYABLE",
            "CKA_ENCRYPT",
            "CKA_DECRYPT",
            "CKA_SIGN",
            "CKA_VERIFY",
            "CKA_DERIVE")) {
      assertThat(facts.attributes()).containsEntry(off, false);
    }
    try (Partition partition = hsm.open()) {
      Kek kek = partition.setUp(session -> Kek.find(session, LABEL));
      assertThat(kek).hasToString("kagiban-kek-1 [2026-kek-1]");
      assertThat(partition.<List<String>>setUp(s -> KekEnforcement.templates(s, kek))).isEmpty();
      assertThat(partition.<KeyCheck>setUp(s -> KeyChecks.kek(s, kek.handle())))
          .isEqualTo(facts.check());
    }
  }

  @Test
  void generateKek_sameCeremonyAgain_adoptsItAndAnotherIsRefused() {
    SoftHsm hsm = SoftHsm.create();
    try (OfficerSession officer = hsm.officer()) {
      KeyFacts first = officer.generateKek(LABEL, "one");
      assertThat(officer.generateKek(LABEL, "one").check()).isEqualTo(first.check());
      assertThatThrownBy(() -> officer.generateKek(LABEL, "two"))
          .isInstanceOf(KeyRefusedException.class)
          .hasMessageContaining("label exists")
          .hasMessageContaining("with id one, not two");
      assertThat(officer.generateKek("kagiban-kek-2", "two").check()).isNotEqualTo(first.check());
    }
    try (Partition partition = hsm.open()) {
      assertThat(keks(partition)).isEqualTo(2);
    }
  }

  @Test
  void generateKek_oddNames_isRefused() {
    try (OfficerSession officer = SoftHsm.create().officer()) {
      for (String label : List.of("kek", "kagiban-kek-0", "kagiban-kek-10000", "kagiban-kek-1 ")) {
        assertThatThrownBy(() -> officer.generateKek(label, "one"))
            .isInstanceOf(KeyRefusedException.class);
      }
      for (String id : List.of("", "a b", ".a", "a".repeat(65))) {
        assertThatThrownBy(() -> officer.generateKek(LABEL, id))
            .isInstanceOf(KeyRefusedException.class);
      }
    }
  }

  @Test
  void open_wrongPin_saysSoAndDoesNotSendItAgain() {
    SoftHsm hsm = SoftHsm.create();
    Pin wrong = SoftHsm.pin("not-the-pin");
    assertThatThrownBy(() -> OfficerSession.open(hsm.config(), wrong, false))
        .isInstanceOfSatisfying(HsmSetupException.class, e -> assertThat(e.pinRefused()).isTrue())
        .hasMessageContaining("as security officer of partition \"" + hsm.label() + "\"")
        .hasMessageContaining("the PIN is wrong")
        .hasMessageContaining("C_Login: CKR_PIN_INCORRECT (0xa0)")
        .hasMessageNotContaining("not-the-pin");
    assertThatThrownBy(() -> wrong.use(chars -> chars)).hasMessageContaining("destroyed");
    hsm.officer().close();
  }

  @Test
  void open_usersPin_isRefused() {
    SoftHsm hsm = SoftHsm.create();
    assertThatThrownBy(() -> OfficerSession.open(hsm.config(), SoftHsm.pin(), false))
        .hasMessageContaining("the PIN is wrong");
  }

  @Test
  void open_partitionThatIsMissing_listsThoseThatExist() {
    SoftHsm there = SoftHsm.create();
    HsmConfig config = HsmConfig.of(SoftHsm.LIBRARY, "no-such");
    assertThatThrownBy(() -> OfficerSession.open(config, SoftHsm.pin(SoftHsm.OFFICER_PIN), false))
        .isInstanceOf(HsmSetupException.class)
        .hasMessageContaining("no partition \"no-such\"")
        .hasMessageContaining("\"" + there.label() + "\" (serial ");
  }

  @Test
  void open_whereThisProcessHasThePartitionOpen_isRefused() {
    SoftHsm hsm = SoftHsm.create();
    try (Partition partition = hsm.open()) {
      assertThatThrownBy(hsm::officer)
          .isInstanceOf(HsmSetupException.class)
          .hasMessageContaining("a process of their own");
      assertThat(partition.isOpen()).isTrue();
    }
    hsm.officer().close();
  }

  @Test
  void close_twice_endsTheLogin() {
    SoftHsm hsm = SoftHsm.create();
    OfficerSession officer = hsm.officer();
    officer.close();
    officer.close();
    assertThatThrownBy(() -> officer.generateKek(LABEL, "one"))
        .isInstanceOf(IllegalStateException.class);
    hsm.open().close();
  }

  @Test
  void importKek_inASecondPartition_unwrapsWhatTheFirstWrapped() {
    SoftHsm first = SoftHsm.create();
    SoftHsm second = SoftHsm.create();
    WrappedKey backup;
    KeyFacts original;
    try (OfficerSession officer = first.officer()) {
      original = officer.generateKek(LABEL, "one");
      try (ComponentKey components = BackupKeys.usual()) {
        backup = officer.exportKek(LABEL, components);
      }
    }
    assertThat(backup.wrapped()).hasSize(40);
    assertThat(backup.check()).isEqualTo(original.check());
    try (OfficerSession officer = second.officer()) {
      KeyFacts restored = officer.importKek(backup, BackupKeys.usual());
      assertThat(restored.check()).isEqualTo(original.check());
      assertThat(restored.id()).isEqualTo("one");
      assertThat(restored.attributes())
          .containsEntry("CKA_TRUSTED", true)
          .containsEntry("CKA_LOCAL", false)
          .containsEntry("CKA_MODIFIABLE", false);
      assertThat(officer.importKek(backup, BackupKeys.usual()).check()).isEqualTo(original.check());
    }
    List<byte[]> wrappedAndMac;
    try (Partition partition = first.open()) {
      wrappedAndMac =
          partition.setUp(
              s -> {
                long seed = Seeds.generate(s);
                return List.of(Seeds.wrap(s, LABEL, seed), Seeds.mac(s, seed));
              });
    }
    try (Partition partition = second.open()) {
      byte[] mac = partition.setUp(s -> Seeds.mac(s, Seeds.unwrap(s, LABEL, wrappedAndMac.get(0))));
      assertThat(mac).isEqualTo(wrappedAndMac.get(1));
      Kek kek = partition.setUp(session -> Kek.find(session, LABEL));
      assertThat(partition.<List<String>>setUp(s -> KekEnforcement.templates(s, kek))).isEmpty();
      assertThat(keks(partition)).isEqualTo(1);
    }
  }

  @Test
  void importKek_otherComponentsOrDamaged_isRefusedAndLeavesNothing() {
    SoftHsm first = SoftHsm.create();
    SoftHsm second = SoftHsm.create();
    WrappedKey backup;
    try (OfficerSession officer = first.officer()) {
      officer.generateKek(LABEL, "one");
      backup = officer.exportKek(LABEL, BackupKeys.usual());
    }
    byte[] damaged = backup.wrapped();
    damaged[7] ^= 1;
    try (OfficerSession officer = second.officer()) {
      assertThatThrownBy(() -> officer.importKek(backup, BackupKeys.of("a5", "3d")))
          .isInstanceOf(KeyRefusedException.class)
          .hasMessageContaining("the components are others");
      assertThatThrownBy(
              () ->
                  officer.importKek(
                      new WrappedKey(LABEL, "one", damaged, backup.check()), BackupKeys.usual()))
          .isInstanceOf(KeyRefusedException.class);
      KeyCheck other = new KeyCheck(KeyCheck.Method.AES_KWP_ZEROS, "000000");
      assertThatThrownBy(
              () ->
                  officer.importKek(
                      new WrappedKey(LABEL, "one", backup.wrapped(), other), BackupKeys.usual()))
          .isInstanceOf(KeyRefusedException.class)
          .hasMessageContaining("it is another key");
      ComponentKey small = new ComponentKey(128, 2);
      assertThatThrownBy(() -> officer.importKek(backup, small)).hasMessageContaining("256 bits");
    }
    try (Partition partition = second.open()) {
      assertThat(keks(partition)).isZero();
    }
  }

  @Test
  void exportKek_keyThatIsMissing_isRefused() {
    try (OfficerSession officer = SoftHsm.create().officer()) {
      assertThatThrownBy(() -> officer.exportKek(LABEL, BackupKeys.usual()))
          .isInstanceOf(HsmSetupException.class)
          .hasMessageContaining("holds no KEK kagiban-kek-1");
    }
  }

  private static int keks(Partition partition) {
    Template aes =
        new Template()
            .number(CKA_CLASS, CKO_SECRET_KEY)
            .number(CKA_KEY_TYPE, CKK_AES)
            .flag(CKA_TOKEN, true);
    return partition.setUp(session -> session.find(aes).size());
  }
}
