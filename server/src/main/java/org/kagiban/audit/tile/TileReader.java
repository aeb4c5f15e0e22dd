package org.kagiban.audit.tile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.HashReader;
import org.kagiban.audit.tree.TreeHasher;

/**
 * Reads nodes and entries of a tree of known size and root from a source that may lie. Every tile
 * is checked before any hash of it is used: the partial tiles at the right edge against the root, a
 * full tile against its hash in the tile above. Keeps the last 64 tiles in memory. Not thread-safe.
 */
public final class TileReader implements HashReader {
  private static final int CACHED = 64;

  private final TreeHasher hasher = new TreeHasher();
  private final TileSource source;
  private final long size;
  private final Hash root;
  private final List<byte[]> edge = new ArrayList<>();
  private final Map<Tile, byte[]> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Tile, byte[]> eldest) {
          return size() > CACHED;
        }
      };

  private TileReader(TileSource source, long size, Hash root) {
    this.source = source;
    this.size = size;
    this.root = root;
  }

  /**
   * Reads the right edge and checks it.
   *
   * @param root from a checkpoint whose signature was verified
   * @throws BadTileException where tiles are missing or have another root
   */
  public static TileReader open(TileSource source, long size, Hash root) throws IOException {
    if (size < 0) {
      throw new IllegalArgumentException("no tree has size " + size);
    }
    TileReader reader = new TileReader(source, size, root);
    reader.readEdge();
    return reader;
  }

  private void readEdge() throws IOException {
    for (int level = 0; level < Edge.levels(size); level++) {
      boolean partial = Edge.width(size, level) > 0;
      long index = Tile.count(size, level) / Tile.FULL;
      edge.add(partial ? load(Tile.in(size, level, index)) : new byte[0]);
    }
    if (!Edge.root(hasher, size, edge).equals(root)) {
      throw new IOException("the tiles at the edge do not have the root of size " + size);
    }
  }

  public long size() {
    return size;
  }

  public Hash root() {
    return root;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException where the tree has no such complete subtree
   * @throws BadTileException where a tile on the way is missing or is not of this tree
   */
  @Override
  public Hash read(int level, long index) throws IOException {
    if (level < 0 || level >= Long.SIZE || index < 0 || index >= size >>> level) {
      throw new IllegalArgumentException("no node " + index + " at level " + level);
    }
    int inside = level % Tile.HEIGHT;
    long first = index << inside;
    byte[] hashes = tile(level / Tile.HEIGHT, first / Tile.FULL);
    return hasher.subtree(hashes, (int) (first % Tile.FULL), 1 << inside);
  }

  /**
   * A bundle whose every entry was checked.
   *
   * @param index of the bundle
   */
  public EntryBundle entries(long index) throws IOException {
    Tile name = Tile.in(size, Tile.ENTRIES, index);
    byte[] leaves = tile(0, index);
    EntryBundle bundle = bundle(name);
    byte[] leaf = new byte[Hash.SIZE];
    for (int i = 0; i < bundle.width(); i++) {
      hasher.leaf(bundle.bytes(), bundle.offset(i), bundle.length(i), leaf, 0);
      int at = i * Hash.SIZE;
      if (!Arrays.equals(leaf, 0, Hash.SIZE, leaves, at, at + Hash.SIZE)) {
        throw new BadTileException(name, "has another entry " + (index * Tile.FULL + i));
      }
    }
    return bundle;
  }

  /**
   * One entry.
   *
   * @param index from 0, less than {@link #size}
   */
  public byte[] entry(long index) throws IOException {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("no entry " + index + " in a tree of size " + size);
    }
    return entries(index / Tile.FULL).entry((int) (index % Tile.FULL));
  }

  /** The hashes of a level's partial tile at the edge; empty where it ends with a full one. */
  byte[] edge(int level) {
    return edge.get(level);
  }

  private byte[] tile(int level, long index) throws IOException {
    Tile tile = Tile.in(size, level, index);
    if (!tile.isFull()) {
      return edge.get(level);
    }
    byte[] known = cache.get(tile);
    if (known != null) {
      return known;
    }
    byte[] above = tile(level + 1, index / Tile.FULL);
    byte[] hashes = load(tile);
    Hash hash = hasher.subtree(hashes, 0, Tile.FULL);
    if (!hash.matches(above, (int) (index % Tile.FULL) * Hash.SIZE)) {
      throw new BadTileException(tile, "does not have its hash in the tile above");
    }
    cache.put(tile, hashes);
    return hashes;
  }

  private byte[] load(Tile tile) throws IOException {
    Found found = find(tile);
    if (found.bytes.length != found.tile.width() * Hash.SIZE) {
      throw new BadTileException(found.tile, "has " + found.bytes.length + " bytes");
    }
    return found.bytes;
  }

  private EntryBundle bundle(Tile tile) throws IOException {
    Found found = find(tile);
    try {
      return EntryBundle.parse(found.bytes, found.tile.width()).first(tile.width());
    } catch (IllegalArgumentException e) {
      throw new BadTileException(found.tile, "is damaged: " + e.getMessage(), e);
    }
  }

  /** A partial tile may be gone once the full one is there, which begins with it. */
  private Found find(Tile tile) throws IOException {
    byte[] bytes = source.read(tile);
    if (bytes != null) {
      return new Found(tile, bytes);
    }
    byte[] full = tile.isFull() ? null : source.read(tile.full());
    if (full == null) {
      throw new BadTileException(tile, "is missing");
    }
    return new Found(tile.full(), full);
  }

  private record Found(Tile tile, byte[] bytes) {}
}
