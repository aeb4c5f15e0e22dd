package org.kagiban.audit.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.NaiveTree;

class TileWriterTest {
  private static final NaiveTree TREE = new NaiveTree(70_000);

  @Test
  void publish_treeOf70000_writesTheTilesOfTheSpecification() throws IOException {
    MemoryTiles tiles = MemoryTiles.of(70_000);
    // Full: 273 of leaves, 273 of entries, 1 above. Partial: leaves, entries, level 1, level 2.
    assertThat(tiles.files).hasSize(273 + 273 + 1 + 4);
    assertThat(tiles.files)
        .containsKeys("tile/0/273.p/112", "tile/entries/273.p/112", "tile/1/000")
        .containsKeys("tile/1/001.p/17", "tile/2/000.p/1");
    assertThat(tiles.bytes("tile/2/000.p/1")).isEqualTo(TREE.read(16, 0).bytes());
    tiles.files.forEach((path, bytes) -> checkHashes(TilePath.parse(path), bytes));
  }

  private static void checkHashes(Tile tile, byte[] bytes) {
    if (!tile.isEntries()) {
      assertThat(bytes).hasSize(tile.width() * Hash.SIZE);
      for (int i = 0; i < tile.width(); i++) {
        Hash expected = TREE.read(8 * tile.level(), tile.index() * 256 + i);
        assertThat(Hash.at(bytes, i * Hash.SIZE)).as("%s, %d", tile, i).isEqualTo(expected);
      }
    }
  }

  @Test
  void publish_afterEachOf600Entries_hasTheRootOfEverySize() throws IOException {
    MemoryTiles tiles = new MemoryTiles();
    TileWriter writer = new TileWriter(tiles);
    assertThat(writer.publish()).isEqualTo(TREE.root(0));
    for (int i = 0; i < 600; i++) {
      assertThat(writer.append(NaiveTree.entry(i))).isEqualTo(i);
      assertThat(writer.publish()).isEqualTo(TREE.root(i + 1));
      TileReader reader = TileReader.open(tiles, i + 1, TREE.root(i + 1));
      assertThat(reader.entry(i)).isEqualTo(NaiveTree.entry(i));
    }
  }

  @Test
  void publish_twice_writesNothingTheSecondTime() throws IOException {
    MemoryTiles tiles = new MemoryTiles();
    TileWriter writer = new TileWriter(tiles);
    writer.append(new byte[] {1});
    writer.publish();
    assertThat(tiles.files).containsOnlyKeys("tile/0/000.p/1", "tile/entries/000.p/1");
    tiles.files.clear();
    writer.publish();
    assertThat(tiles.files).isEmpty();
  }

  @Test
  void resume_atAnySize_writesWhatAnUnbrokenRunWrites() throws IOException {
    MemoryTiles whole = MemoryTiles.of(1000);
    for (int size : new int[] {0, 1, 2, 255, 256, 257, 511, 512, 513, 700, 1000}) {
      MemoryTiles tiles = MemoryTiles.of(size);
      TileReader reader = TileReader.open(tiles, size, TREE.root(size));
      TileWriter writer = TileWriter.resume(reader, tiles);
      for (int i = size; i < 1000; i++) {
        writer.append(NaiveTree.entry(i));
      }
      assertThat(writer.publish()).isEqualTo(TREE.root(1000));
      assertThat(tiles.files).containsAllEntriesOf(whole.files);
    }
  }

  @Test
  void resume_thenPublish_writesNothing() throws IOException {
    MemoryTiles tiles = MemoryTiles.of(300);
    TileReader reader = TileReader.open(tiles, 300, TREE.root(300));
    MemoryTiles more = new MemoryTiles();
    assertThat(TileWriter.resume(reader, more).publish()).isEqualTo(TREE.root(300));
    assertThat(more.files).isEmpty();
  }

  /** After a crash: the full tiles of a larger size are there, the small size's are gone. */
  @Test
  void resume_whereOnlyLaterFullTilesAreLeft_writesTheSameAgain() throws IOException {
    MemoryTiles tiles = MemoryTiles.of(600);
    tiles.files.keySet().removeIf(path -> path.matches("tile/(0|entries)/00[01]\\.p/.*"));
    TileReader reader = TileReader.open(withLevelOne(tiles, 300), 300, TREE.root(300));
    TileWriter writer = TileWriter.resume(reader, tiles);
    for (int i = 300; i < 600; i++) {
      writer.append(NaiveTree.entry(i));
    }
    assertThat(writer.publish()).isEqualTo(TREE.root(600));
  }

  private static TileSource withLevelOne(MemoryTiles tiles, int size) throws IOException {
    Tile above = Tile.in(size, 1, 0);
    byte[] bytes = MemoryTiles.of(size).bytes(above.path());
    TileSource one = tile -> tile.equals(above) ? bytes : null;
    return one.or(tiles);
  }

  @Test
  void append_entryOf65536Bytes_isRefusedAndTheTreeStaysAsItWas() throws IOException {
    TileWriter writer = new TileWriter(new MemoryTiles());
    writer.append(new byte[65_535]);
    Hash before = writer.root();
    assertThatIllegalArgumentException().isThrownBy(() -> writer.append(new byte[65_536]));
    assertThat(writer.size()).isEqualTo(1);
    assertThat(writer.root()).isEqualTo(before);
  }
}
