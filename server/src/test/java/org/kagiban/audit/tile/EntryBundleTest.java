package org.kagiban.audit.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryBundleTest {
  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void parse_threeEntriesOneEmpty_givesThem() {
    EntryBundle bundle = EntryBundle.parse(hex("0002aabb" + "0000" + "0001cc"), 3);
    assertThat(bundle.width()).isEqualTo(3);
    assertThat(bundle.entry(0)).isEqualTo(hex("aabb"));
    assertThat(bundle.entry(1)).isEmpty();
    assertThat(bundle.entry(2)).isEqualTo(hex("cc"));
    assertThat(bundle.offset(2)).isEqualTo(8);
    assertThat(bundle.first(1).cut()).isEqualTo(hex("0002aabb"));
  }

  @Test
  void parse_longestEntry_isReadAsUnsigned() {
    byte[] bytes = new byte[2 + 65_535];
    bytes[0] = -1;
    bytes[1] = -1;
    assertThat(EntryBundle.parse(bytes, 1).length(0)).isEqualTo(65_535);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1",
    "00, 1",
    "0001, 1",
    "0002aa, 1",
    "0001aa, 2",
    "0001aa00, 1",
    "0001aa0001bb, 1",
    "ffffaa, 1",
  })
  void parse_bytesThatAreNotExactlySoManyEntries_isRefused(String bytes, int width) {
    assertThatIllegalArgumentException().isThrownBy(() -> EntryBundle.parse(hex(bytes), width));
  }
}
