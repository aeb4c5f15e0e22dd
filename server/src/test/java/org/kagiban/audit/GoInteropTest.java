package org.kagiban.audit;

import static java.util.Objects.requireNonNull;
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
import org.kagiban.audit.log.MemoryEvents;
import org.kagiban.audit.log.Sequencer;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.Cosignature;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.proof.TlogProof;
import org.kagiban.audit.tile.TileReader;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.InclusionProof;
import org.kagiban.audit.tree.TreeHasher;

/**
 * What we write is read by golang.org/x/mod/sumdb: note opens the checkpoints, tlog reads tiles and
 * checks proofs.
 */
class GoInteropTest {
  private static final List<Integer> SIZES = List.of(1, 2, 255, 256, 257, 65_536, 70_000);

  private final TestSigner log = TestSigner.of("kagiban.example/audit");
  private final TestSigner witness = TestSigner.of("witness.example/w");
  private final MemoryEvents events = MemoryEvents.of(0);
  private final TreeMap<Integer, Hash> roots = new TreeMap<>();

  @TempDir Path folder;

  @BeforeEach
  void writeKeys() throws IOException {
    Files.writeString(folder.resolve("vkey"), log.verifier().vkey() + "\n");
    Files.writeString(folder.resolve("witness.vkey"), witness.cosigner().vkey() + "\n");
  }

  /** One log of the sequencer's, which stops and starts again at each size. */
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
    Path file = folder.resolve("one" + TlogProof.EXTENSION);
    String proof = Files.readString(file);
    Files.writeString(file, proof.replaceFirst("index 85", "index 84"));
    assertThatThrownBy(() -> go.check(folder, proofs)).isInstanceOf(AssertionError.class);
    Files.writeString(file, proof);
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
    events.add(to - from);
    // Opened anew, from what the folder has: the checkpoint there carries the cosignature too.
    SignedNote note = requireNonNull(Sequencer.open(events, files, log).step());
    roots.put(to, checkpoint(note).root());
    assertThat(checkpoint(note).size()).isEqualTo(to);
    files.writeCheckpoint(
        note.with(Cosignature.make(note.text(), witness, Instant.ofEpochSecond(1_700_000_000)))
            .encode());
  }

  private static Checkpoint checkpoint(SignedNote note) {
    try {
      return Checkpoint.parse(note.text());
    } catch (NoteException e) {
      throw new AssertionError(e);
    }
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
    lines.append("file ").append(proofFile(reader, size)).append('\n');
    return lines.toString();
  }

  /** A proof of one event that stands alone, as {@code kagiban audit prove} writes it. */
  private Path proofFile(TileReader reader, int size) throws IOException {
    SignedCheckpoint signed;
    try {
      signed =
          TrustedKeys.of(log.verifier()).open(Files.readAllBytes(folder.resolve("checkpoint")));
    } catch (NoteException e) {
      throw new AssertionError(e);
    }
    int index = size / 3;
    TlogProof proof = TlogProof.make(reader, index, reader.entry(index), signed);
    return Files.write(folder.resolve("one" + TlogProof.EXTENSION), proof.encode());
  }

  private static void append(StringBuilder lines, List<Hash> hashes) {
    hashes.forEach(hash -> lines.append(' ').append(hash.base64()));
    lines.append('\n');
  }
}
