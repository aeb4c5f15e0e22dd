package org.kagiban.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.Cosignature;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.tile.TileReader;
import org.kagiban.audit.tile.TileWriter;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.InclusionProof;
import org.kagiban.audit.tree.NaiveTree;
import org.kagiban.audit.tree.TreeHasher;

/**
 * What we write is read by golang.org/x/mod/sumdb: note opens the checkpoints, tlog reads tiles and
 * checks proofs.
 */
class GoInteropTest {
  private static final List<Integer> SIZES = List.of(1, 2, 255, 256, 257, 65_536, 70_000);

  private final TestSigner log = TestSigner.of("kagiban.example/audit");
  private final TestSigner witness = TestSigner.of("witness.example/w");
  private final TreeMap<Integer, Hash> roots = new TreeMap<>();

  @TempDir Path folder;

  @BeforeEach
  void writeKeys() throws IOException {
    Files.writeString(folder.resolve("log.vkey"), log.verifier().vkey() + "\n");
    Files.writeString(folder.resolve("witness.vkey"), witness.cosigner().vkey() + "\n");
  }

  /** One log that stops and starts again at each size, as after a restart. */
  @Test
  void go_readsOurLogAndChecksOurProofs_atEverySizeAndAfterRestarts() throws Exception {
    GoCheck go = GoCheck.build(folder);
    int last = 0;
    for (int size : SIZES) {
      grow(last, size);
      String proofs = proofs(size);
      assertThat(go.check(folder, proofs))
          .isEqualTo("size " + size + ", " + proofs.lines().count() + " proofs\n");
      last = size;
    }
  }

  /** The checker does look. */
  @Test
  void go_refusesWhatWasChanged() throws Exception {
    GoCheck go = GoCheck.build(folder);
    grow(0, 257);
    String proofs = proofs(257);
    assertThatThrownBy(() -> go.check(folder, proofs.replaceFirst("record 0 ", "record 1 ")))
        .isInstanceOf(AssertionError.class);
    flip(folder.resolve("tile/entries/000"));
    assertThatThrownBy(() -> go.check(folder, proofs))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the entries have root");
    flip(folder.resolve("tile/entries/000"));
    go.check(folder, proofs);
    flip(folder.resolve("checkpoint"));
    assertThatThrownBy(() -> go.check(folder, proofs)).isInstanceOf(AssertionError.class);
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 4] ^= 1;
    Files.write(file, bytes);
  }

  private void grow(int from, int to) throws IOException {
    TileFiles files = TileFiles.quick(folder);
    TileWriter writer = TileWriter.resume(TileReader.open(files, from, root(from)), files);
    for (int i = from; i < to; i++) {
      writer.append(NaiveTree.entry(i));
    }
    Hash root = writer.publish();
    roots.put(to, root);
    String text = new Checkpoint(log.name(), to, root).text();
    files.writeCheckpoint(
        SignedNote.sign(text, log)
            .with(Cosignature.make(text, witness, Instant.ofEpochSecond(1_700_000_000)))
            .encode());
  }

  private Hash root(int size) {
    return roots.getOrDefault(size, TreeHasher.empty());
  }

  private String proofs(int size) throws IOException {
    TileReader reader = TileReader.open(TileFiles.quick(folder), size, root(size));
    StringBuilder lines = new StringBuilder();
    TreeSet<Integer> indexes = new TreeSet<>(List.of(0, size / 2, size - 1));
    new Random(size).ints(50, 0, size).forEach(indexes::add);
    for (int index : indexes) {
      lines.append("record ").append(index);
      append(lines, InclusionProof.make(reader, index, size));
    }
    for (int old : roots.keySet()) {
      lines.append("tree ").append(old).append(' ').append(root(old).base64());
      append(lines, ConsistencyProof.make(reader, old, size));
    }
    return lines.toString();
  }

  private static void append(StringBuilder lines, List<Hash> hashes) {
    hashes.forEach(hash -> lines.append(' ').append(hash.base64()));
    lines.append('\n');
  }
}
