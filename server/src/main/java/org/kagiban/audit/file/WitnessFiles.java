package org.kagiban.audit.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.NoteText;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.tree.TreeHasher;
import org.kagiban.audit.witness.TreeHead;
import org.kagiban.audit.witness.WitnessState;

/**
 * A witness's memory in a folder: for each log a file with origin, size and root, in the form of a
 * checkpoint's text. Thread-safe within one process.
 */
public final class WitnessFiles implements WitnessState {
  private final DurableFiles files;

  public WitnessFiles(Path folder) {
    this.files = new DurableFiles(folder, true);
  }

  @Override
  public synchronized TreeHead latest(String origin) throws IOException {
    String name = name(origin);
    byte[] bytes = files.read(name, SignedNote.MAX_BYTES);
    if (bytes == null) {
      return TreeHead.empty();
    }
    try {
      Checkpoint last = Checkpoint.parse(NoteText.decode(bytes));
      if (last.origin().equals(origin)) {
        return new TreeHead(last.size(), last.root());
      }
    } catch (NoteException e) {
      throw new IOException(name + " is damaged", e);
    }
    throw new IOException(name + " is of another log");
  }

  @Override
  public synchronized boolean replace(String origin, TreeHead seen, TreeHead next)
      throws IOException {
    if (!latest(origin).equals(seen)) {
      return false;
    }
    Checkpoint last = new Checkpoint(origin, next.size(), next.root());
    files.write(name(origin), last.text().getBytes(StandardCharsets.UTF_8));
    return true;
  }

  /** An origin may have any letters; its hash is a file name everywhere. */
  private static String name(String origin) {
    byte[] bytes = origin.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(new TreeHasher().leaf(bytes).bytes());
  }
}
