package org.kagiban.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.tile.BadTileException;
import org.kagiban.audit.tile.CopyOrder;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tile.TileReader;

/**
 * Takes tiles and bundles as they come, in the order of {@link CopyOrder}. Each is checked against
 * the checkpoint before it is written. Holds a few tiles.
 */
final class AuditExportTiles {
  private final TileFiles files;
  private final Checkpoint checkpoint;
  private final CopyOrder order;
  private final int edge;
  private final Map<Tile, byte[]> coming = new HashMap<>();
  private @Nullable TileReader tree;

  /**
   * @param from how many events the copy has, with their tiles
   */
  AuditExportTiles(TileFiles files, long from, Checkpoint checkpoint) throws IOException {
    this.files = files;
    this.checkpoint = checkpoint;
    this.order = new CopyOrder(from, checkpoint.size());
    this.edge = CopyOrder.edge(from, checkpoint.size());
    if (edge == 0) {
      open();
    }
  }

  /**
   * Takes the next one.
   *
   * @throws BadTileException where it is not what the checkpoint says
   * @throws CliException where it is not the next one
   */
  void take(String path, byte[] bytes) throws IOException {
    if (!order.hasNext()) {
      throw AuditExportRefusals.unfit("more files than there are, such as " + path);
    }
    Tile tile = order.next();
    if (!tile.path().equals(path)) {
      throw AuditExportRefusals.unfit("it sent " + path + " where " + tile.path() + " was due");
    }
    coming.put(tile, bytes);
    TileReader reader = tree;
    if (reader != null) {
      check(reader, tile);
      files.write(tile, bytes);
      coming.clear();
    } else if (coming.size() == edge) {
      open();
    }
  }

  /** The edge makes the root, and is believed from then on. */
  private void open() throws IOException {
    tree =
        TileReader.open(
            tile -> coming.containsKey(tile) ? coming.get(tile) : files.read(tile),
            checkpoint.size(),
            checkpoint.root());
    for (Map.Entry<Tile, byte[]> one : coming.entrySet()) {
      files.write(one.getKey(), one.getValue());
    }
    coming.clear();
  }

  /** Reading it checks it. */
  private static void check(TileReader reader, Tile tile) throws IOException {
    if (tile.isEntries()) {
      var unused = reader.entries(tile.index());
    } else {
      var unused = reader.read(tile.level() * Tile.HEIGHT, tile.index() * Tile.FULL);
    }
  }

  /** Whether all have come. */
  boolean complete() {
    return !order.hasNext();
  }

  /**
   * The checked tree.
   *
   * @throws IllegalStateException before {@link #complete}
   */
  TileReader tree() {
    TileReader reader = tree;
    if (reader == null || !complete()) {
      throw new IllegalStateException("not all tiles have come");
    }
    return reader;
  }
}
