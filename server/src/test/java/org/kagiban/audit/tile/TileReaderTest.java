package org.kagiban.audit.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.InclusionProof;
import org.kagiban.audit.tree.NaiveTree;
import org.kagiban.audit.tree.TreeHash;

class TileReaderTest {
  private static final NaiveTree TREE = new NaiveTree(70_000);

  private final MemoryTiles tiles = new MemoryTiles();

  private TileReader reader(int size) throws IOException {
    tiles.files.putAll(MemoryTiles.of(size).files);
    return TileReader.open(tiles, size, TREE.root(size));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255, 256, 257, 600})
  void read_everyNodeOfTheTree_isThatOfTheDefinition(int size) throws IOException {
    TileReader reader = reader(size);
    for (int level = 0; size >> level > 0; level++) {
      for (int index = 0; index < size >> level; index++) {
        assertThat(reader.read(level, index)).isEqualTo(TREE.read(level, index));
      }
    }
    assertThat(TreeHash.read(reader, size).root()).isEqualTo(reader.root());
  }

  @Test
  void read_treeOf70000_givesProofsThatHold() throws IOException {
    TileReader reader = reader(70_000);
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      int index = random.nextInt(70_000);
      assertThat(InclusionProof.make(reader, index, 70_000)).isEqualTo(TREE.path(index, 70_000));
      int old = 1 + random.nextInt(70_000);
      assertThat(ConsistencyProof.make(reader, old, 70_000)).isEqualTo(TREE.proof(old, 70_000));
      assertThat(reader.entry(index)).isEqualTo(NaiveTree.entry(index));
    }
  }

  @Test
  void read_smallerTreeWhosePartialTilesAreGone_usesTheFullOnes() throws IOException {
    tiles.files.putAll(MemoryTiles.of(70_000).files);
    tiles.files.keySet().removeIf(path -> path.contains(".p/") && path.startsWith("tile/0/"));
    tiles.files.put("tile/1/000.p/3", Arrays.copyOf(tiles.bytes("tile/1/000"), 3 * 32));
    TileReader reader = TileReader.open(tiles, 800, TREE.root(800));
    assertThat(InclusionProof.make(reader, 799, 800)).isEqualTo(TREE.path(799, 800));
    assertThat(reader.entry(799)).isEqualTo(NaiveTree.entry(799));
    assertThat(reader.entries(3).width()).isEqualTo(32);
  }

  /** One bit of any file changed, and whoever reads what depends on it is told. */
  @Test
  void read_anyTileChanged_isRefused() throws IOException {
    reader(70_000);
    for (Map.Entry<String, byte[]> file : Map.copyOf(tiles.files).entrySet()) {
      String path = file.getKey();
      byte[] good = file.getValue();
      byte[] bad = good.clone();
      bad[bad.length / 2] ^= 4;
      tiles.files.put(path, bad);
      assertThatThrownBy(() -> readUnder(TilePath.parse(path)))
          .as(path)
          .isInstanceOf(IOException.class);
      tiles.files.put(path, good);
    }
  }

  @Test
  void read_anyTileMissingOrOfAnotherLength_isRefusedByName() throws IOException {
    reader(70_000);
    for (Map.Entry<String, byte[]> file : Map.copyOf(tiles.files).entrySet()) {
      String path = file.getKey();
      byte[] good = file.getValue();
      tiles.files.remove(path);
      assertBad(path, () -> readUnder(TilePath.parse(path)));
      tiles.files.put(path, Arrays.copyOf(good, good.length - 1));
      assertBad(path, () -> readUnder(TilePath.parse(path)));
      tiles.files.put(path, Arrays.copyOf(good, good.length + 1));
      assertBad(path, () -> readUnder(TilePath.parse(path)));
      tiles.files.put(path, good);
    }
  }

  private static void assertBad(String path, ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .as(path)
        .isInstanceOfSatisfying(
            BadTileException.class, e -> assertThat(e.tile().path()).isEqualTo(path));
  }

  private void readUnder(Tile tile) throws IOException {
    TileReader reader = TileReader.open(tiles, 70_000, TREE.root(70_000));
    long first = tile.index() * Tile.FULL;
    if (tile.isEntries()) {
      reader.entry(first);
    } else {
      reader.read(8 * tile.level(), first);
    }
  }

  @Test
  void read_tilesExchanged_isRefused() throws IOException {
    TileReader reader = reader(70_000);
    byte[] one = tiles.bytes("tile/0/001");
    tiles.files.put("tile/0/001", tiles.bytes("tile/0/002"));
    tiles.files.put("tile/0/002", one);
    assertBad("tile/0/001", () -> reader.read(0, 256));
    assertBad("tile/0/002", () -> reader.read(0, 512));
  }

  @Test
  void entries_oneChanged_isRefusedWithItsIndex() throws IOException {
    TileReader reader = reader(600);
    byte[] bundle = tiles.bytes("tile/entries/001");
    // The third entry of the bundle: its first byte stands behind two entries and three lengths.
    EntryBundle parsed = EntryBundle.parse(bundle, 256);
    bundle[parsed.offset(2)] ^= 1;
    assertThatThrownBy(() -> reader.entry(256)).hasMessageContaining("entry 258");
  }

  @Test
  void open_otherRootOrSize_isRefused() throws IOException {
    reader(600);
    assertThatThrownBy(() -> TileReader.open(tiles, 600, TREE.root(599)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> TileReader.open(tiles, 599, TREE.root(600)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> TileReader.open(tiles, 0, TREE.root(1)))
        .isInstanceOf(IOException.class);
    assertThat(TileReader.open(tiles, 0, TREE.root(0)).size()).isZero();
  }

  @Test
  void read_outsideTheTree_isRefused() throws IOException {
    TileReader reader = reader(257);
    assertThatIllegalArgumentException().isThrownBy(() -> reader.read(0, 257));
    assertThatIllegalArgumentException().isThrownBy(() -> reader.read(8, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> reader.read(-1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> reader.read(64, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> reader.entry(257));
    assertThatIllegalArgumentException().isThrownBy(() -> reader.entry(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> reader.entries(2));
  }
}
