package org.kagiban.audit.log;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.NoteSigner;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tile.TileReader;
import org.kagiban.audit.tile.TileWriter;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.TreeHasher;

/**
 * Makes the log out of the committed events: tiles first, then the checkpoint that signs them, and
 * only then the database may forget. All of it is a function of the events, so a run that was cut
 * off is repeated, and no size is ever signed with two roots. Memory does not grow with what waits.
 * Not thread-safe; one for each log.
 */
public final class Sequencer {
  /** Events that are held in memory. */
  static final int BATCH = 1000;

  /** Events between two checkpoints while many wait: what a crash makes to be done again. */
  private static final long STRIDE = 1 << 16;

  /** Events that the database keeps though the log has them: to be compared at the next start. */
  private static final long KEPT = 4096;

  /** Events that go at once at least, so that not every step deletes. */
  private static final long GOING = 1024;

  private final EventSource events;
  private final LogStore store;
  private final NoteSigner signer;
  private final SigningTurn turn;
  // What was to be published when this one was made: the log goes through it.
  private final SigningTurn.@Nullable Noted noted;
  private Checkpoint last;
  // A checkpoint of a former key is signed anew, also where nothing else is new.
  private boolean outdated;
  private @Nullable TileWriter writer;
  private long forgotten;
  // The most events that the database ever said it has.
  private long seen;

  private Sequencer(
      EventSource events,
      LogStore store,
      NoteSigner signer,
      SigningTurn turn,
      SigningTurn.@Nullable Noted noted,
      Checkpoint last) {
    this.events = events;
    this.store = store;
    this.signer = signer;
    this.turn = turn;
    this.noted = noted;
    this.last = last;
    this.seen = noted == null ? last.size() : Math.max(last.size(), noted.size());
  }

  /** As {@link #open(EventSource, LogStore, NoteSigner, Set)}, where the key was never replaced. */
  public static Sequencer open(EventSource events, LogStore store, NoteSigner signer) {
    return open(events, store, signer, Set.of());
  }

  /** As the other, of a server that has the events for itself. */
  public static Sequencer open(
      EventSource events, LogStore store, NoteSigner signer, Set<VerifierKey> former) {
    return open(events, store, signer, former, SigningTurn.ALONE);
  }

  /**
   * Takes a log up, or begins one.
   *
   * @param signer its name is the log's origin
   * @param former keys that may have signed the newest checkpoint before they were replaced
   * @param turn which this server has
   * @throws LogRefusedException where folder and database do not fit each other or the key
   */
  public static Sequencer open(
      EventSource events,
      LogStore store,
      NoteSigner signer,
      Set<VerifierKey> former,
      SigningTurn turn) {
    VerifierKey key = VerifierKey.of(signer.name(), KeyType.ED25519, signer.publicKey());
    SignedCheckpoint signed = new LogOpening(events, store, key, former).check();
    SigningTurn.Noted noted = noted(turn);
    if (signed == null) {
      Checkpoint empty = new Checkpoint(signer.name(), 0, TreeHasher.empty());
      return new Sequencer(events, store, signer, turn, noted, empty);
    }
    Sequencer sequencer = new Sequencer(events, store, signer, turn, noted, signed.checkpoint());
    sequencer.outdated = !signed.logKeys().contains(key);
    return sequencer;
  }

  private static SigningTurn.@Nullable Noted noted(SigningTurn turn) {
    try {
      return turn.newest();
    } catch (IOException e) {
      throw new LogRefusedException("the database cannot be read: " + e.getMessage(), e);
    }
  }

  /** Events under the newest checkpoint that this one read or wrote. */
  public long signedSize() {
    return last.size();
  }

  /**
   * Takes in what was committed. May be repeated after any failure.
   *
   * @return the new signed checkpoint, or null where nothing is new
   * @throws IOException where database or folder fail
   * @throws LogRefusedException where the database has fewer events than before
   * @throws RuntimeException where the key cannot be used now
   */
  public @Nullable SignedNote step() throws IOException {
    long size = events.size();
    if (size < seen) {
      throw new LogRefusedException(
          "the database lost events while the server runs: it has "
              + size
              + ", and it had "
              + seen
              + ", of which "
              + last.size()
              + " are signed; no more is signed. Stop the server and find out who changed it");
    }
    seen = size;
    SignedNote note = outdated ? sign(last) : null;
    while (last.size() < size) {
      long to = Math.min(end(size), (last.size() / STRIDE + 1) * STRIDE);
      note = sign(new Checkpoint(signer.name(), to, grow(to)));
    }
    forget();
    return note;
  }

  /** Where a checkpoint was noted that this folder does not have, that one comes first. */
  private long end(long size) {
    return noted != null && last.size() < noted.size() ? noted.size() : size;
  }

  /** Grows the tree to a size; what the checkpoint of it needs is durable when this returns. */
  private Hash grow(long to) throws IOException {
    TileWriter tree = writer == null ? resume() : writer;
    // A writer whose sink failed is not used again: the next step begins where was signed.
    writer = null;
    while (tree.size() < to) {
      int wanted = (int) Math.min(BATCH, to - tree.size());
      for (byte[] entry : readAll(events, tree.size(), wanted)) {
        tree.append(entry);
      }
    }
    Hash root = tree.publish();
    writer = tree;
    return root;
  }

  private TileWriter resume() throws IOException {
    return TileWriter.resume(TileReader.open(store, last.size(), last.root()), store);
  }

  private SignedNote sign(Checkpoint next) throws IOException {
    SignedNote note = SignedNote.sign(next.text(), signer);
    if (!turn.note(next.size(), next.root())) {
      throw new LogRefusedException(
          "a checkpoint of "
              + next.size()
              + " events was signed and is not published: another server has the turn by now, or has"
              + " published a newer or another one; where that server does not run, the database's"
              + " past was changed");
    }
    store.writeCheckpoint(note.encode());
    last = next;
    outdated = false;
    return note;
  }

  private void forget() throws IOException {
    long before = last.size() - KEPT;
    if (before >= forgotten + GOING) {
      events.forget(before);
      forgotten = before;
    }
  }

  /**
   * Events from the database, all that were asked for.
   *
   * @throws IOException where some are not there: nothing may be signed without them
   */
  static List<byte[]> readAll(EventSource events, long from, int count) throws IOException {
    List<byte[]> entries = events.read(from, count);
    if (entries.size() != count) {
      throw new IOException(
          "the database gave " + entries.size() + " events from " + from + " on, not " + count);
    }
    return entries;
  }
}
