package org.kagiban.audit.log;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventId;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.proof.TlogProof;
import org.kagiban.audit.tile.EntryBundle;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tile.TileReader;
import org.kagiban.audit.tile.TileSource;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.HashReader;

/**
 * Reads the log under one verified checkpoint, from tiles that nobody vouches for: what it gives
 * was checked against the checkpoint's root, and what does not fit throws {@link
 * org.kagiban.audit.tile.BadTileException} or another IOException. Not thread-safe.
 */
public final class LogReader {
  // A bundle may have 16 MB; of our events it has some 60 KB.
  private static final int CACHED = 8;

  private final SignedCheckpoint checkpoint;
  private final TileReader tree;
  private final Map<Long, EntryBundle> bundles =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, EntryBundle> eldest) {
          return size() > CACHED;
        }
      };
  private final TimeSearch search;

  private LogReader(SignedCheckpoint checkpoint, TileReader tree) {
    this.checkpoint = checkpoint;
    this.tree = tree;
    this.search = new TimeSearch(this);
  }

  /** Reads the tree's right edge and checks it against the checkpoint. */
  public static LogReader open(TileSource tiles, SignedCheckpoint checkpoint) throws IOException {
    long size = checkpoint.checkpoint().size();
    return new LogReader(checkpoint, TileReader.open(tiles, size, checkpoint.checkpoint().root()));
  }

  public SignedCheckpoint checkpoint() {
    return checkpoint;
  }

  /** The tree's nodes, each checked; for proofs, by one thread. */
  public HashReader hashes() {
    return tree;
  }

  /** How many entries. */
  public long size() {
    return tree.size();
  }

  /**
   * One entry's canonical bytes.
   *
   * @param index from 0, less than {@link #size}
   */
  public byte[] entry(long index) throws IOException {
    if (index < 0 || index >= size()) {
      throw new IllegalArgumentException("no entry " + index + " in a log of " + size());
    }
    return entries(index / Tile.FULL).entry((int) (index % Tile.FULL));
  }

  /**
   * One entry as an event.
   *
   * @throws IOException also where the entry is no event of a known schema
   */
  public AuditEvent event(long index) throws IOException {
    byte[] entry = entry(index);
    try {
      return EventEncoding.decode(entry);
    } catch (IllegalArgumentException e) {
      throw new IOException("entry " + index + " is no event: " + e.getMessage(), e);
    }
  }

  /**
   * The entries {@code 256 * bundle} and following.
   *
   * @return full, but for the last one
   */
  public EntryBundle entries(long bundle) throws IOException {
    EntryBundle known = bundles.get(bundle);
    if (known == null) {
      known = tree.entries(bundle);
      bundles.put(bundle, known);
    }
    return known;
  }

  /**
   * The index of an event. Reads some twenty bundles in a log of ten million; one that is not
   * there, or whose id was made far from its commit, costs all bundles of the ten minutes around
   * it.
   */
  public OptionalLong locate(EventId id) throws IOException {
    return search.locate(id);
  }

  /**
   * The lowest index from which on an event may be at or after {@code time}: events stand in the
   * order of their commits, and are out of the order of their times by ten minutes at most.
   *
   * @return {@link #size} where there is none
   */
  public long firstSince(Instant time) throws IOException {
    return search.firstSince(time);
  }

  /** Proof that the checkpoint's log has this entry at this index; it carries the entry. */
  public TlogProof prove(long index) throws IOException {
    return TlogProof.make(tree, index, entry(index), checkpoint);
  }

  /**
   * Proof that the log of {@code oldSize} entries is the beginning of this one.
   *
   * @param oldSize 0 to {@link #size}
   */
  public List<Hash> consistency(long oldSize) throws IOException {
    return ConsistencyProof.make(tree, oldSize, size());
  }
}
