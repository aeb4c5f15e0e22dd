package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.lang.ref.Reference;
import java.util.List;
import org.junit.jupiter.api.Test;
import sun.security.pkcs11.wrapper.CK_MECHANISM;
import sun.security.pkcs11.wrapper.Functions;

/** KEKs as a careless officer would make them: each gap must be found by trying. */
class KekEnforcementTest {
  private static final String KEK = "kagiban-kek-1";

  private static SoftHsm with(Template attributes, NestedTemplate... unwrapAndWrap) {
    SoftHsm hsm = SoftHsm.create();
    OfficerLogin login = OfficerLogin.open(hsm.config(), SoftHsm.pin(SoftHsm.OFFICER_PIN));
    try {
      long[] types = {CKA_UNWRAP_TEMPLATE, CKA_WRAP_TEMPLATE};
      for (int i = 0; i < unwrapAndWrap.length; i++) {
        attributes.nested(types[i], unwrapAndWrap[i]);
      }
      KeyNames.named(attributes, KEK, "one").number(CKA_VALUE_LEN, Kek.BYTES);
      login.run(s -> s.generateKey(new CK_MECHANISM(CKM_AES_KEY_GEN), attributes));
      return hsm;
    } finally {
      Reference.reachabilityFence(unwrapAndWrap);
      login.close();
    }
  }

  private static List<String> gaps(SoftHsm hsm) {
    try (Partition partition = hsm.open()) {
      return partition.setUp(s -> KekEnforcement.templates(s, Kek.locate(s, KEK)));
    }
  }

  @Test
  void templates_none_namesEachThatSeedsComeOutWith() {
    SoftHsm hsm = with(Kek.template());
    assertThat(gaps(hsm))
        .hasSize(6)
        .anyMatch(gap -> gap.contains("a seed comes out readable"))
        .anyMatch(gap -> gap.contains("a seed comes out free to leave under any key"))
        .anyMatch(gap -> gap.contains("a seed comes out public"))
        .anyMatch(gap -> gap.contains("as one that decrypts"))
        .anyMatch(gap -> gap.contains("can wrap it under itself"));
    try (Partition partition = hsm.open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      assertThatThrownBy(() -> maker.kek(KEK, false))
          .isInstanceOf(HsmSetupException.class)
          .hasMessageContaining("KEK kagiban-kek-1 is refused");
      assertThat(maker.kek(KEK, true).attributes())
          .doesNotContainKey("CKA_UNWRAP_TEMPLATE.CKA_SENSITIVE");
    }
    try (OfficerSession officer = hsm.officer()) {
      assertThatThrownBy(() -> officer.generateKek(KEK, "one"))
          .isInstanceOf(HsmSetupException.class)
          .hasMessageContaining("weaker than asked");
    }
    try (OfficerSession officer =
        OfficerSession.open(hsm.config(), SoftHsm.pin(SoftHsm.OFFICER_PIN), true)) {
      assertThat(officer.generateKek(KEK, "one").attributes()).containsEntry("CKA_TRUSTED", true);
    }
  }

  @Test
  void templates_withoutWrapTemplate_namesIt() {
    assertThat(gaps(with(Kek.template(), Kek.unwrapTemplate())))
        .singleElement()
        .asString()
        .contains("can wrap it under itself");
  }

  @Test
  void templates_thatOnlyHideTheValue_letsSeedsLeave() {
    NestedTemplate sensitive = new NestedTemplate().flag(CKA_SENSITIVE, true);
    assertThat(gaps(with(Kek.template(), sensitive, Kek.wrapTemplate())))
        .hasSize(4)
        .noneMatch(gap -> gap.contains("readable"))
        .noneMatch(gap -> gap.contains("itself"));
  }

  @Test
  void find_attributeThatIsWeaker_isRefusedByName() {
    for (long weaker : new long[] {CKA_DECRYPT, CKA_MODIFIABLE, CKA_COPYABLE, CKA_DERIVE}) {
      SoftHsm hsm =
          with(Kek.template().flag(weaker, true), Kek.unwrapTemplate(), Kek.wrapTemplate());
      try (Partition partition = hsm.open()) {
        assertThatThrownBy(() -> partition.setUp(s -> Kek.find(s, KEK)))
            .isInstanceOf(HsmSetupException.class)
            .hasMessageContaining(Functions.getAttributeName(weaker) + " is true");
      }
    }
  }

  @Test
  void wrapWithTrusted_onSoftHsm_isEnforced() {
    try (Partition partition = SoftHsm.create().open()) {
      assertThat(new PartitionKeyMaker(partition).notEnforced()).isEmpty();
      assertThat(HsmInventory.read(partition).objects()).isEmpty();
    }
  }
}
