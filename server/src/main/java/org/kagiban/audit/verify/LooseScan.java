package org.kagiban.audit.verify;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.tile.BadTileException;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tile.TileSource;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.TreeHash;
import org.kagiban.audit.verify.Finding.Rule;

/**
 * Reads the entry bundles of a log whose tiles are not those that were signed, as far as there are
 * any, so that chains and rules may still say where something was done.
 */
final class LooseScan {
  private final TileSource tiles;
  private final Checkpoint tree;
  private final Findings findings;
  private final TreeHash built = new TreeHash();

  LooseScan(TileSource tiles, Checkpoint tree, Findings findings) {
    this.tiles = tiles;
    this.tree = tree;
    this.findings = findings;
  }

  void run(EntryVisitor visitor, LongConsumer progress) throws IOException {
    while (built.size() < tree.size()) {
      int width = (int) Math.min(Tile.FULL, tree.size() - built.size());
      Entries entries = read(built.size() / Tile.FULL);
      if (entries == null) {
        break;
      }
      Entries wanted = entries.first(width);
      wanted.visit(built.size(), wanted.count, visitor);
      for (int i = 0; i < wanted.count; i++) {
        built.append(wanted.leaves, i * Hash.SIZE);
      }
      progress.accept(built.size());
      if (wanted.count < width || entries.broken) {
        break;
      }
    }
    conclude(visitor);
  }

  private void conclude(EntryVisitor visitor) {
    long size = built.size();
    if (size < tree.size()) {
      String text =
          "the log breaks off after event "
              + (size - 1)
              + ": events "
              + size
              + " to "
              + (tree.size() - 1)
              + " were signed and are not there, or not readable";
      findings.add(Rule.TREE, size, "", text);
      visitor.lost(tree.size() - size);
    } else if (built.root().equals(tree.root())) {
      findings.add(Rule.TREE, -1, "", "the events are those that were signed; only tiles are not");
    } else {
      findings.add(
          Rule.TREE,
          -1,
          "",
          "the events are not those that were signed; an earlier checkpoint tells from where on");
    }
  }

  /** The bundle, or at the log's end as much of it as there is. */
  private @Nullable Entries read(long index) throws IOException {
    try {
      byte[] full = tiles.read(new Tile(Tile.ENTRIES, index, Tile.FULL));
      if (full != null) {
        return Entries.split(full, Tile.FULL);
      }
      for (int part = Tile.FULL - 1; part > 0; part--) {
        byte[] bytes = tiles.read(new Tile(Tile.ENTRIES, index, part));
        if (bytes != null) {
          return Entries.split(bytes, part);
        }
      }
    } catch (BadTileException e) {
      findings.add(Rule.TREE, index * Tile.FULL, e.tile().path(), String.valueOf(e.getMessage()));
    }
    return null;
  }
}
