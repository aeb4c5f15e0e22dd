package org.kagiban.app.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tile.TileWriter;
import org.kagiban.audit.witness.LocalSigner;

/** Writes a log of synthetic events, and keeps some earlier checkpoints of it. */
final class SyntheticLog {
  static final String ORIGIN = "kagiban/bench";

  /** Checkpoints kept, at equal distances. */
  static final int CHECKPOINTS = 200;

  private static final int BATCH = 1000;

  private final SyntheticEvents events;
  private final TileFiles files;
  private final TileWriter writer;
  private final LocalSigner key = LocalSigner.generate(ORIGIN);
  private final List<Checkpoint> earlier = new ArrayList<>();
  private long bytes;
  private long nanos;

  SyntheticLog(Path folder, int tokens) {
    this.events = new SyntheticEvents(tokens);
    this.files = TileFiles.quick(folder);
    this.writer = new TileWriter(files);
  }

  /**
   * Writes the log; only the tree's part is timed, not the making of the events.
   *
   * @param progress hears how many events there are
   */
  void write(long count, LongConsumer progress) throws IOException {
    for (long done = 0; done < count; ) {
      int size = (int) Math.min(BATCH, count - done);
      List<byte[]> batch = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        batch.add(events.next());
      }
      append(batch);
      done += size;
      if (done / BATCH * CHECKPOINTS / Math.max(1, count / BATCH) > earlier.size()) {
        earlier.add(new Checkpoint(ORIGIN, writer.size(), writer.root()));
      }
      progress.accept(done);
    }
    long start = System.nanoTime();
    Checkpoint newest = new Checkpoint(ORIGIN, writer.size(), writer.publish());
    files.writeCheckpoint(SignedNote.sign(newest.text(), key).encode());
    nanos += System.nanoTime() - start;
    files.writeVerifierKey(verifier());
  }

  private void append(List<byte[]> batch) throws IOException {
    long start = System.nanoTime();
    for (byte[] entry : batch) {
      writer.append(entry);
      bytes += entry.length;
    }
    nanos += System.nanoTime() - start;
  }

  double perSecond() {
    return writer.size() * 1e9 / nanos;
  }

  /** Bytes of all events, without the tree. */
  long bytes() {
    return bytes;
  }

  /** The line that verifies its checkpoints. */
  String vkey() {
    return verifier().vkey();
  }

  private VerifierKey verifier() {
    return VerifierKey.of(key.name(), KeyType.ED25519, key.publicKey());
  }

  /** Not signed, oldest first. */
  List<Checkpoint> earlier() {
    return List.copyOf(earlier);
  }
}
