package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.kagiban.custody.ActiveKek;

/** What a partition that enforces CKA_WRAP_WITH_TRUSTED does for seeds, and one that does not. */
class SeedKeepingTest {
  private static SeedKeeping wrapped(boolean accept) {
    return new SeedKeeping(SeedPlace.WRAPPED, new ActiveKek(), 10, accept);
  }

  @Test
  void open_whereItIsEnforced_letsSeedsMove() {
    try (Partition partition =
        Partition.open(SoftHsm.create().config(), wrapped(false), SoftHsm.pin())) {
      assertThat(partition.generation().seedLock().trustedOnly()).isTrue();
    }
  }

  @Test
  void open_wrappedWhereItIsNotEnforced_isRefusedUnlessAcceptedByName() {
    TestHsm nss = HsmKind.NSS.create();
    assertThatThrownBy(() -> Partition.open(nss.config(), wrapped(false), SoftHsm.pin()))
        .isInstanceOf(HsmSetupException.class)
        .hasMessageContaining("CKA_WRAP_WITH_TRUSTED is not enforced")
        .hasMessageContaining("kek-not-enforced");
    try (Partition partition = Partition.open(nss.config(), wrapped(true), SoftHsm.pin())) {
      assertThat(partition.generation().seedLock().trustedOnly()).isFalse();
    }
  }

  @Test
  void unwrapped_outOfRange_isRefused() {
    for (int wrong : new int[] {0, -1, 10_000_001}) {
      assertThatThrownBy(() -> new SeedKeeping(SeedPlace.WRAPPED, new ActiveKek(), wrong, false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("unwrapped: 1 to 10000000");
    }
  }
}
