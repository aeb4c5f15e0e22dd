package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/** Whoever holds the user PIN can plant keys under a KEK's label: they are not taken for one. */
class ForgedKekTest {
  private static final String NEXT_KEK = "kagiban-kek-2";

  private static Partition partition;

  @BeforeAll
  static void start() {
    SoftHsm hsm = SoftHsm.create();
    try (OfficerSession officer = hsm.officer()) {
      officer.generateKek(NEXT_KEK, "two");
    }
    partition = hsm.open();
  }

  @AfterAll
  static void stop() {
    partition.close();
  }

  @Test
  void replace_kekByAnOwnKey_isNoticed() {
    String label = "kagiban-kek-3";
    partition.setUp(
        session -> {
          Template own = Kek.template().flag(CKA_TRUSTED, false);
          KeyNames.named(own, label, "one").number(CKA_VALUE_LEN, Kek.BYTES);
          return session.generateKey(new CK_MECHANISM(CKM_AES_KEY_GEN), own);
        });
    assertThatThrownBy(() -> partition.setUp(session -> Kek.find(session, label)))
        .isInstanceOf(HsmSetupException.class)
        .hasMessageContaining("KEK kagiban-kek-3 is refused")
        .hasMessageContaining("CKA_TRUSTED is false");
    Kek planted = partition.setUp(session -> Kek.locate(session, label));
    assertThat(partition.<List<String>>setUp(s -> KekEnforcement.templates(s, planted)))
        .containsExactly(
            "the templates of kagiban-kek-3 cannot be tried:"
                + " C_WrapKey: CKR_KEY_NOT_WRAPPABLE (0x69)");
  }

  @Test
  void plant_secondKeyOfTheSameLabel_isNoticed() {
    long own =
        partition.setUp(
            session ->
                new Attacker(session)
                    .ownKey(KeyNames.named(new Template().flag(CKA_TOKEN, true), NEXT_KEK, "two")));
    try {
      assertThatThrownBy(() -> partition.setUp(session -> Kek.find(session, NEXT_KEK)))
          .hasMessageContaining("2 keys labelled kagiban-kek-2");
    } finally {
      partition.setUp(
          session -> {
            session.destroy(own);
            return own;
          });
    }
  }
}
