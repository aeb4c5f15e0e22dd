package org.kagiban.audit.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.tree.TreeHasher;
import org.kagiban.audit.witness.TreeHead;
import org.kagiban.audit.witness.WitnessState;

/**
 * A witness's memory in a folder: for each log a file with the last checkpoint, as the log signed
 * it. Thread-safe within one process.
 */
public final class WitnessFiles implements WitnessState {
  private final DurableFiles files;

  public WitnessFiles(Path folder) {
    this.files = new DurableFiles(folder, true);
  }

  @Override
  public synchronized TreeHead latest(String origin) throws IOException {
    SignedNote note = note(origin);
    if (note == null) {
      return TreeHead.empty();
    }
    Checkpoint last = checkpoint(origin, note);
    return new TreeHead(last.size(), last.root());
  }

  @Override
  public synchronized @Nullable SignedNote note(String origin) throws IOException {
    String name = name(origin);
    byte[] bytes = files.read(name, SignedNote.MAX_BYTES);
    try {
      return bytes == null ? null : SignedNote.parse(bytes);
    } catch (NoteException e) {
      throw new IOException(name + " is damaged", e);
    }
  }

  private static Checkpoint checkpoint(String origin, SignedNote note) throws IOException {
    try {
      Checkpoint last = Checkpoint.parse(note.text());
      if (last.origin().equals(origin)) {
        return last;
      }
    } catch (NoteException e) {
      throw new IOException(name(origin) + " is damaged", e);
    }
    throw new IOException(name(origin) + " is of another log");
  }

  @Override
  public synchronized boolean replace(String origin, TreeHead seen, SignedCheckpoint next)
      throws IOException {
    if (!latest(origin).equals(seen)) {
      return false;
    }
    files.write(name(origin), next.note().encode());
    return true;
  }

  /** An origin may have any letters; its hash is a file name everywhere. */
  private static String name(String origin) {
    byte[] bytes = origin.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(new TreeHasher().leaf(bytes).bytes());
  }
}
