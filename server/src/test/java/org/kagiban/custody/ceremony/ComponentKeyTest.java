package org.kagiban.custody.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentKeyTest {
  private static final String ONE = "00112233445566778899aabbccddeeff";
  private static final String TWO = "0f0e0d0c0b0a09080706050403020100";

  private static char[] hex(String digits) {
    return digits.toCharArray();
  }

  /** Keys of RFC 4493 and SP 800-38B; the values are OpenSSL's. */
  @ParameterizedTest
  @CsvSource({
    "2b7e151628aed2a6abf7158809cf4f3c,7ad386",
    "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b,3a072a",
    "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4,1a0b2d"
  })
  void add_knownKey_givesItsCmacOverZeros(String key, String check) {
    ComponentKey entering = new ComponentKey(key.length() * 4, 2);
    assertThat(entering.add(hex(key))).isEqualTo(new KeyCheck(KeyCheck.Method.AES_CMAC, check));
  }

  @Test
  void use_allComponentsEntered_lendsTheirXorAndZeroesItAfterwards() {
    ComponentKey key = new ComponentKey(128, 2);
    key.add(hex(ONE));
    key.add(hex("0F0E 0D0C 0B0A 0908 0706 0504 0302 0100"));
    byte[] lent =
        key.use(
            bytes -> {
              assertThat(HexFormat.of().formatHex(bytes))
                  .isEqualTo("0f1f2f3f4f5f6f7f8f9fafbfcfdfefff");
              return bytes;
            });
    assertThat(lent).containsOnly(0);
    ComponentKey whole = new ComponentKey(128, 2);
    assertThat(key.check()).isEqualTo(whole.add(hex("0f1f2f3f4f5f6f7f8f9fafbfcfdfefff")));
  }

  @Test
  void add_anyOutcome_zeroesWhatWasTyped() {
    ComponentKey key = new ComponentKey(128, 2);
    char[] good = hex(ONE);
    key.add(good);
    assertThat(good).containsOnly('\0');
    char[] bad = hex("zz" + ONE.substring(2));
    assertThatThrownBy(() -> key.add(bad)).isInstanceOf(IllegalArgumentException.class);
    assertThat(bad).containsOnly('\0');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00112233445566778899aabbccddee",
        "00112233445566778899aabbccddeeff00",
        "00112233445566778899aabbccddeegg",
        "00112233445566778899aabbccddee\uff11\uff11",
        "00000000000000000000000000000000"
      })
  void add_unusableComponent_isRefusedAndMayBeEnteredAgain(String component) {
    ComponentKey key = new ComponentKey(128, 3);
    assertThatThrownBy(() -> key.add(hex(component)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("aabb");
    assertThat(key.missing()).isEqualTo(3);
    key.add(hex(ONE));
    assertThat(key.missing()).isEqualTo(2);
  }

  @Test
  void add_sameComponentTwice_isRefused() {
    ComponentKey key = new ComponentKey(128, 2);
    key.add(hex(ONE));
    assertThatThrownBy(() -> key.add(hex(ONE))).hasMessageContaining("component 1");
    key.add(hex(TWO));
    assertThatThrownBy(() -> key.add(hex(ONE))).hasMessageContaining("all 2 components");
  }

  @Test
  void check_componentsThatCancelOut_isRefused() {
    ComponentKey key = new ComponentKey(128, 3);
    key.add(hex(ONE));
    key.add(hex(TWO));
    key.add(hex("0f1f2f3f4f5f6f7f8f9fafbfcfdfefff"));
    assertThatThrownBy(key::check).hasMessageContaining("cancel each other out");
  }

  @Test
  void use_componentMissing_isRefused() {
    ComponentKey key = new ComponentKey(256, 2);
    key.add(hex(ONE + TWO));
    assertThatThrownBy(() -> key.use(bytes -> bytes)).hasMessage("1 components are missing");
    assertThatThrownBy(key::check).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void destroy_key_cannotBeUsedAndShowsNothing() {
    ComponentKey key = new ComponentKey(128, 2);
    key.add(hex(ONE));
    key.add(hex(TWO));
    assertThat(key).hasToString("ComponentKey[redacted]");
    key.close();
    assertThatThrownBy(() -> key.use(bytes -> bytes)).hasMessageContaining("destroyed");
  }

  @ParameterizedTest
  @CsvSource({"64,2", "129,2", "512,2", "256,1", "256,4"})
  void construct_oddSizes_isRefused(int bits, int components) {
    assertThatThrownBy(() -> new ComponentKey(bits, components))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
