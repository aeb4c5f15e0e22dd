package org.kagiban.audit.verify;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.tile.BadTileException;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tile.TileReader;
import org.kagiban.audit.tile.TileSource;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.verify.Finding.Rule;

/**
 * Reads all entries of a log once, each bundle against its tile and each tile against the one
 * above. What does not fit is a finding, and reading goes on, also with entries that no tile
 * vouches for: their chains may tell what was done to them.
 */
final class LogScan {
  private final TileSource tiles;
  private final Checkpoint tree;
  private final Findings findings;
  private final Set<Tile> told = new HashSet<>();

  LogScan(TileSource tiles, Checkpoint tree, Findings findings) {
    this.tiles = tile -> read(tiles, tile);
    this.tree = tree;
    this.findings = findings;
  }

  private static byte @Nullable [] read(TileSource from, Tile tile) throws IOException {
    try {
      return from.read(tile);
    } catch (IOException e) {
      throw new BadTileException(tile, "cannot be read: " + e.getMessage());
    }
  }

  void run(EntryVisitor visitor, LongConsumer progress) throws IOException {
    TileReader reader = open();
    if (reader == null) {
      new LooseScan(tiles, tree, findings).run(visitor, progress);
      return;
    }
    for (long bundle = 0; bundle * Tile.FULL < tree.size(); bundle++) {
      Tile name = Tile.in(tree.size(), Tile.ENTRIES, bundle);
      byte[] leaves = leaves(reader, name);
      Entries entries = entries(name);
      if (entries == null) {
        visitor.lost(name.width());
      } else if (leaves == null) {
        // Unproved, but what the chains say of them may show where they were changed.
        entries.visit(bundle * Tile.FULL, name.width(), visitor);
      } else {
        new BundleCheck(bundle * Tile.FULL, leaves, entries, findings).visit(visitor);
      }
      progress.accept(bundle * Tile.FULL + name.width());
    }
  }

  /** Null where the right edge is not that of the signed tree. */
  private @Nullable TileReader open() {
    try {
      return TileReader.open(tiles, tree.size(), tree.root());
    } catch (BadTileException e) {
      findings.add(Rule.TREE, -1, e.tile().path(), e.getMessage() + "; the signed tree has it");
    } catch (IOException e) {
      findings.add(
          Rule.TREE,
          -1,
          "",
          "the tiles do not have the root that was signed for "
              + tree.size()
              + " events: at least one event or tile is not the one that was signed");
    }
    return null;
  }

  /** The leaf hashes of a bundle, as the tree has them; null where a tile is not of the tree. */
  private byte @Nullable [] leaves(TileReader reader, Tile bundle) throws IOException {
    byte[] leaves = new byte[bundle.width() * Hash.SIZE];
    long first = bundle.index() * Tile.FULL;
    try {
      for (int i = 0; i < bundle.width(); i++) {
        reader.read(0, first + i).copyTo(leaves, i * Hash.SIZE);
      }
      return leaves;
    } catch (BadTileException e) {
      tell(e, first, bundle.width());
      return null;
    }
  }

  private @Nullable Entries entries(Tile name) throws IOException {
    long first = name.index() * Tile.FULL;
    try {
      byte[] bytes = tiles.read(name);
      if (bytes != null) {
        return Entries.split(bytes, name.width());
      }
      // A partial bundle may be gone once the full one is there, which begins with it.
      byte[] full = name.isFull() ? null : tiles.read(name.full());
      if (full != null) {
        return Entries.split(full, Tile.FULL).first(name.width());
      }
      tell(new BadTileException(name, "is missing"), first, name.width());
    } catch (BadTileException e) {
      tell(e, first, name.width());
    }
    return null;
  }

  /** A tile far up is under many bundles: it is told once. */
  private void tell(BadTileException e, long first, int width) {
    if (told.add(e.tile())) {
      findings.add(
          Rule.TREE,
          first,
          e.tile().path(),
          e.getMessage() + "; events " + first + " to " + (first + width - 1) + " are under it");
    }
  }
}
