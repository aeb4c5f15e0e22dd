package org.kagiban.audit.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.audit.tree.NaiveTree;

class CopyOrderTest {
  private static final NaiveTree TREE = new NaiveTree(70_000);

  private static List<Tile> order(long from, long size) {
    List<Tile> tiles = new ArrayList<>();
    new CopyOrder(from, size).forEachRemaining(tiles::add);
    return tiles;
  }

  @ParameterizedTest
  @CsvSource({
    "0,1",
    "0,255",
    "0,256",
    "0,257",
    "0,600",
    "1,2",
    "255,256",
    "256,257",
    "100,700",
    "512,768",
    "600,601",
    "0,70000",
    "65535,65537",
    "70000,70001",
    "65536,70000",
    "300,300",
    "0,0"
  })
  void order_betweenAnySizes_completesTheSmallerTreeAndCountsItself(int from, int size)
      throws Exception {
    MemoryTiles small = MemoryTiles.of(from);
    MemoryTiles large = MemoryTiles.of(size);
    List<Tile> order = order(from, size);
    assertThat(order).doesNotHaveDuplicates().hasSize((int) CopyOrder.count(from, size));
    for (Tile tile : order) {
      small.files.put(tile.path(), WholeTiles.read(large, tile));
    }
    // Partial tiles of sizes between are not needed any more.
    for (Tile tile : order(0, size)) {
      assertThat(small.bytes(tile.path())).as(tile.path()).isEqualTo(large.bytes(tile.path()));
    }
  }

  /** What a tile is checked against has come before it. */
  @ParameterizedTest
  @CsvSource({"0,70000", "0,600", "300,70000", "65536,66000"})
  void order_eachTile_canBeCheckedWhenItComes(int from, int size) throws Exception {
    MemoryTiles large = MemoryTiles.of(size);
    MemoryTiles copy = MemoryTiles.of(from);
    CopyOrder order = new CopyOrder(from, size);
    for (int i = CopyOrder.edge(from, size); i > 0; i--) {
      Tile tile = order.next();
      assertThat(tile.isFull() || tile.isEntries()).isFalse();
      copy.files.put(tile.path(), WholeTiles.read(large, tile));
    }
    TileReader reader = TileReader.open(copy, size, TREE.root(size));
    while (order.hasNext()) {
      Tile tile = order.next();
      copy.files.put(tile.path(), WholeTiles.read(large, tile));
      if (tile.isEntries()) {
        assertThat(reader.entries(tile.index()).width()).isEqualTo(tile.width());
      } else {
        assertThat(reader.read(8 * tile.level(), 256 * tile.index())).isNotNull();
      }
    }
  }

  @Test
  void order_backwards_isRefused() {
    assertThatThrownBy(() -> new CopyOrder(2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CopyOrder(-1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wholeTile_thatIsFullByNow_isCutToWhatItWas() throws Exception {
    MemoryTiles then = MemoryTiles.of(300);
    MemoryTiles now = MemoryTiles.of(600);
    for (Tile tile : List.of(new Tile(0, 1, 44), new Tile(Tile.ENTRIES, 1, 44))) {
      assertThat(WholeTiles.read(now, tile)).as(tile.path()).isEqualTo(then.bytes(tile.path()));
    }
    Tile none = new Tile(0, 9, 7);
    assertThatThrownBy(() -> WholeTiles.read(now, none))
        .isInstanceOf(BadTileException.class)
        .hasMessageContaining("is missing");
  }
}
