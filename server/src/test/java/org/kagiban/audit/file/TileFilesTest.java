package org.kagiban.audit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tile.TileReader;
import org.kagiban.audit.tile.TileWriter;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.NaiveTree;
import org.kagiban.audit.tree.TreeHasher;

class TileFilesTest {
  @TempDir Path folder;

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .collect(Collectors.toList());
    }
  }

  @Test
  void write_thenRead_fromAnotherInstance() throws IOException {
    NaiveTree tree = new NaiveTree(300);
    TileWriter writer = new TileWriter(TileFiles.durable(folder));
    for (int i = 0; i < 300; i++) {
      writer.append(NaiveTree.entry(i));
    }
    Hash root = writer.publish();
    assertThat(files())
        .containsExactly(
            "tile/0/000",
            "tile/0/001.p/44",
            "tile/1/000.p/1",
            "tile/entries/000",
            "tile/entries/001.p/44");
    TileReader reader = TileReader.open(TileFiles.durable(folder), 300, root);
    assertThat(reader.read(3, 5)).isEqualTo(tree.read(3, 5));
    assertThat(reader.entry(299)).isEqualTo(NaiveTree.entry(299));
  }

  @Test
  void write_fullTile_removesItsPartialForerunners() throws IOException {
    TileWriter writer = new TileWriter(TileFiles.durable(folder));
    for (int i = 0; i < 256; i++) {
      writer.append(NaiveTree.entry(i));
      writer.publish();
    }
    assertThat(files()).containsExactly("tile/0/000", "tile/1/000.p/1", "tile/entries/000");
    assertThat(folder.resolve("tile/0/000.p")).doesNotExist();
  }

  @Test
  void write_sameBytesAgain_isFine_otherBytes_isRefused() throws IOException {
    for (int width : new int[] {2, 256}) {
      Tile tile = new Tile(0, 1234, width);
      byte[] bytes = new byte[width * Hash.SIZE];
      TileFiles.durable(folder).write(tile, bytes);
      TileFiles.durable(folder).write(tile, bytes);
      byte[] other = bytes.clone();
      other[17] = 1;
      assertThatThrownBy(() -> TileFiles.durable(folder).write(tile, other))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(tile.path());
      assertThat(TileFiles.durable(folder).read(tile)).isEqualTo(bytes);
    }
  }

  @Test
  void read_whereNothingIs_isNull() throws IOException {
    assertThat(TileFiles.durable(folder).read(new Tile(0, 0, 256))).isNull();
    assertThat(TileFiles.durable(folder).checkpoint()).isNull();
  }

  @Test
  void read_fileLargerThanAnyTile_isRefusedUnread() throws IOException {
    Files.createDirectories(folder.resolve("tile/0"));
    Files.write(folder.resolve("tile/0/000"), new byte[8193]);
    assertThatThrownBy(() -> TileFiles.durable(folder).read(new Tile(0, 0, 256)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("8193");
  }

  @Test
  void writeCheckpoint_again_takesThePlaceOfTheFirst() throws IOException {
    TileFiles files = TileFiles.quick(folder);
    files.writeCheckpoint("one\n".getBytes(StandardCharsets.UTF_8));
    files.writeCheckpoint("two\n".getBytes(StandardCharsets.UTF_8));
    assertThat(folder.resolve("checkpoint")).hasContent("two\n");
    assertThat(files()).containsExactly("checkpoint");
  }

  @Test
  void writeCheckpoint_olderThanWhatIsThere_isRefused() throws IOException {
    TestSigner signer = TestSigner.of("log.example");
    byte[] ten = signed(signer, 10);
    TileFiles files = TileFiles.durable(folder);
    files.writeCheckpoint(signed(signer, 9));
    files.writeCheckpoint(ten);
    files.writeCheckpoint(ten);
    assertThatThrownBy(() -> TileFiles.durable(folder).writeCheckpoint(signed(signer, 9)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another server signs this log");
    assertThat(files.checkpoint()).isEqualTo(ten);
  }

  private static byte[] signed(TestSigner signer, long size) {
    Checkpoint checkpoint = new Checkpoint("log.example", size, TreeHasher.empty());
    return SignedNote.sign(checkpoint.text(), signer).encode();
  }
}
