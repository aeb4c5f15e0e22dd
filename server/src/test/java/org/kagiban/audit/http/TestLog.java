package org.kagiban.audit.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.tile.MemoryTiles;
import org.kagiban.audit.tile.TileWriter;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.NaiveTree;
import org.kagiban.audit.tree.TreeHasher;

/** A log that grows in memory; its fork has the same key and other entries from some place on. */
final class TestLog {
  final TestSigner key;
  final MemoryTiles tiles = new MemoryTiles();
  private final int forkedFrom;
  private final TileWriter writer = new TileWriter(tiles);
  private final List<Hash> roots = new ArrayList<>(List.of(TreeHasher.empty()));

  TestLog(TestSigner key) {
    this(key, Integer.MAX_VALUE);
  }

  private TestLog(TestSigner key, int forkedFrom) {
    this.key = key;
    this.forkedFrom = forkedFrom;
  }

  static TestLog named(String origin) {
    return new TestLog(TestSigner.of(origin));
  }

  /** Another history from entry {@code from} on, signed with the same key. */
  TestLog fork(int from) {
    return new TestLog(key, from);
  }

  /** The signed checkpoint of this size; the log grows as far as it must. */
  SignedNote checkpoint(int size) throws IOException {
    while (roots.size() <= size) {
      int next = roots.size() - 1;
      writer.append(NaiveTree.entry(next < forkedFrom ? next : next + 1));
      roots.add(writer.publish());
    }
    String text = new Checkpoint(key.name(), size, roots.get(size)).text();
    return SignedNote.sign(text, key);
  }

  Proofs proofs() {
    return Proofs.of(tiles);
  }
}
