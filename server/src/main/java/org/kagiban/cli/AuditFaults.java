package org.kagiban.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kagiban.audit.note.NoteException;

/** Says what is wrong with a log, and whether the log or only the reading of it failed. */
public final class AuditFaults {
  private AuditFaults() {}

  /** While the log was read: of what does not fit its checkpoint, or of the disk. */
  public static CliException log(IOException e) {
    if (e instanceof FileSystemException) {
      return new CliException(
          Exit.USAGE, "the log cannot be read: " + e + "; look at the folder and its mode", e);
    }
    return new CliException(
        Exit.FINDINGS,
        "the log does not fit its checkpoint: %s; 'kagiban audit verify' says all that is wrong"
            .formatted(AuditEventText.safe(String.valueOf(e.getMessage()))),
        e);
  }

  static CliException checkpoint(Path file, NoteException e) {
    return new CliException(
        Exit.FINDINGS, "%s is not to be believed: %s".formatted(file, why(e)), e);
  }

  static String why(NoteException e) {
    return AuditEventText.safe(String.valueOf(e.getMessage()));
  }

  static CliException unreadable(Path file, IOException e) {
    return new CliException(Exit.USAGE, "cannot read " + file + "; look at its path and mode", e);
  }

  /** A whole file of a limited size. */
  static byte[] read(Path file, int most) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length <= most) {
        return bytes;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    throw CliException.usage(file + " is too large");
  }
}
