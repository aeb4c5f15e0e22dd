package org.kagiban.audit.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 256, tile/0/000",
    "0, 0, 1, tile/0/000.p/1",
    "-1, 0, 255, tile/entries/000.p/255",
    "0, 999, 256, tile/0/999",
    "0, 1000, 256, tile/0/x001/000",
    "-1, 1000, 7, tile/entries/x001/000.p/7",
    "5, 1234067, 256, tile/5/x001/x234/067",
    "63, 9223372036854775807, 112, tile/63/x009/x223/x372/x036/x854/x775/807.p/112",
  })
  void path_isThatOfTheSpecification_andReadsBack(int level, long index, int width, String path) {
    Tile tile = new Tile(level, index, width);
    assertThat(tile.path()).isEqualTo(path);
    assertThat(TilePath.parse(path)).isEqualTo(tile);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile/0",
        "/tile/0/000",
        "tile/0/000/",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/data/000",
        "tile/8/0/000",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/x001/x002",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/../000",
        "tile/0/000\n",
        "tile/0/\u0660\u0660\u0660",
        "tile/0/x009/x223/x372/x036/x854/x775/808",
        "tile/0/x001/x009/x223/x372/x036/x854/x775/807",
      })
  void parse_anythingElse_isRefused(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> TilePath.parse(path));
  }

  /** The example of c2sp.org/tlog-tiles, "Partial Tiles". */
  @Test
  void in_treeOf70000_hasTheTilesOfTheSpecification() {
    assertThat(Tile.in(70_000, 0, 272).path()).isEqualTo("tile/0/272");
    assertThat(Tile.in(70_000, 0, 273).path()).isEqualTo("tile/0/273.p/112");
    assertThat(Tile.in(70_000, Tile.ENTRIES, 273).path()).isEqualTo("tile/entries/273.p/112");
    assertThat(Tile.in(70_000, 1, 0).path()).isEqualTo("tile/1/000");
    assertThat(Tile.in(70_000, 1, 1).path()).isEqualTo("tile/1/001.p/17");
    assertThat(Tile.in(70_000, 2, 0).path()).isEqualTo("tile/2/000.p/1");
    assertThatIllegalArgumentException().isThrownBy(() -> Tile.in(70_000, 3, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Tile.in(70_000, 0, 274));
    assertThatIllegalArgumentException().isThrownBy(() -> Tile.in(256, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Tile.in(0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Tile.in(Long.MAX_VALUE, 8, 0));
  }
}
