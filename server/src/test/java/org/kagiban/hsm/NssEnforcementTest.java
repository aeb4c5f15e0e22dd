package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

@OnHsm(HsmKind.NSS)
class NssEnforcementTest extends EnforcementTest {

  @Test
  void open_hsmThatLetsSeedsOut_saysSo() {
    assertThat(partition.missing())
        .singleElement()
        .hasToString(
            "respect for CKA_EXTRACTABLE=false is missing: whoever holds the user PIN can wrap any"
                + " seed under a key of their own, and read it");
  }

  /** The JDK takes C_Initialize's refusal for success: the first folder's keys would serve. */
  @Test
  void open_secondFolderInOneProcess_isRefused() {
    HsmConfig other = HsmKind.NSS.create().config();
    assertThatThrownBy(() -> Partition.open(other, SoftHsm.pin()))
        .isInstanceOf(HsmSetupException.class)
        .hasMessageContaining("in use in this process with another folder");
  }
}
