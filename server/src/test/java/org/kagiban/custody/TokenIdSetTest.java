package org.kagiban.custody;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenIdSetTest {
  @Test
  void add_manyIds_knowsEachOnceAndNoOther() {
    TokenIdSet set = new TokenIdSet();
    for (int i = 0; i < 20_000; i++) {
      assertThat(set.add("VSST" + i)).isTrue();
    }
    assertThat(set.size()).isEqualTo(20_000);
    for (int i = 0; i < 20_000; i++) {
      assertThat(set.add("VSST" + i)).isFalse();
      assertThat(set.contains("VSST" + i)).isTrue();
      assertThat(set.contains("TOTP" + i)).isFalse();
    }
    assertThat(set.size()).isEqualTo(20_000);
  }
}
