package org.kagiban.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;

/** A server's log as an auditor reads it: the folder's files alone, and its key. */
record SignedFolder(Path folder) {
  static SignedFolder of(LiveServer server) {
    return new SignedFolder(server.folder().resolve("audit"));
  }

  TrustedKeys keys() throws IOException {
    return TrustedKeys.of(VerifierKey.parse(Files.readString(folder.resolve("vkey")).strip()));
  }

  Path checkpoint() {
    return folder.resolve("checkpoint");
  }

  /** Under the newest checkpoint. */
  LogReader open() throws IOException, NoteException {
    TileFiles files = TileFiles.quick(folder);
    SignedCheckpoint newest = keys().open(Objects.requireNonNull(files.checkpoint()));
    return LogReader.open(files, newest);
  }
}
