package org.kagiban.audit.file;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.witness.CosignedStore;

/**
 * In a log's folder: {@code cosigned}, and {@code disputes/<name>/refused} and {@code known}.
 * Thread-safe; one process writes.
 */
public final class CosignedFiles implements CosignedStore {
  private static final String COSIGNED = "cosigned";

  private final DurableFiles files;

  /**
   * @param folder the log's
   */
  public CosignedFiles(Path folder) {
    this.files = new DurableFiles(folder, true);
  }

  @Override
  public byte @Nullable [] cosigned() throws IOException {
    return files.read(COSIGNED, SignedNote.MAX_BYTES);
  }

  @Override
  public void writeCosigned(byte[] note) throws IOException {
    files.write(COSIGNED, note);
  }

  @Override
  public synchronized boolean keepDispute(String name, byte[] refused, byte @Nullable [] known)
      throws IOException {
    if (!name.matches("[A-Za-z0-9-]+")) {
      throw new IllegalArgumentException("not a name for a dispute: " + name);
    }
    String folder = "disputes/" + name + "/";
    if (files.read(folder + "refused", SignedNote.MAX_BYTES) != null) {
      return false;
    }
    if (known != null) {
      files.write(folder + "known", known);
    }
    files.write(folder + "refused", refused);
    return true;
  }
}
