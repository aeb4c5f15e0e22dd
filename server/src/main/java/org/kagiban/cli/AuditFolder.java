package org.kagiban.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.NoteException.Problem;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tile.TileSource;

/** A folder with a log, as the server keeps it or as it was exported. Only read. */
public final class AuditFolder {
  static final String CHECKPOINT = "checkpoint";
  static final String COSIGNED = "cosigned";
  static final String VKEY = "vkey";
  static final String EARLIER = "checkpoints";

  private final Path path;
  private final TileSource tiles;
  private final TrustedKeys keys;
  private final boolean ownKey;

  private AuditFolder(Path path, TileSource tiles, TrustedKeys keys, boolean ownKey) {
    this.path = path;
    this.tiles = tiles;
    this.keys = keys;
    this.ownKey = ownKey;
  }

  /**
   * @param archive where older bundles were moved to; null where there is none
   * @throws CliException (usage) where the folder holds no log, or no key is to be had
   */
  static AuditFolder open(Path path, @Nullable Path archive, AuditTrust trust) {
    if (!Files.isRegularFile(path.resolve(CHECKPOINT))) {
      throw CliException.usage(
          "%s holds no log: there is no file '%s' in it; name the folder of an export, or the"
                  .formatted(path, CHECKPOINT)
              + " server's own 'audit' folder");
    }
    if (archive != null && !Files.isDirectory(archive)) {
      throw CliException.usage("--archive: there is no folder " + archive);
    }
    TileSource own = TileFiles.quick(path);
    TileSource all = archive == null ? own : own.or(TileFiles.quick(archive));
    return new AuditFolder(path, all, keys(path, trust), !trust.given());
  }

  private static TrustedKeys keys(Path path, AuditTrust trust) {
    if (trust.given()) {
      return trust.required();
    }
    Path file = path.resolve(VKEY);
    if (!Files.isRegularFile(file)) {
      throw CliException.usage(
          "%s has no file '%s'; give the log's public key with --vkey".formatted(path, VKEY));
    }
    return trust.with(AuditKeys.log(VKEY, List.of(file.toString())));
  }

  public Path path() {
    return path;
  }

  public TileSource tiles() {
    return tiles;
  }

  public TrustedKeys keys() {
    return keys;
  }

  /** A sentence where nobody vouches for the log's key; null where the auditor gave it. */
  public @Nullable String warning() {
    return ownKey
        ? "note: no --vkey was given, so the key is the folder's own: this shows only that the"
            + " folder fits together, not whose log it is"
        : null;
  }

  /** The newest checkpoint, whoever may have cosigned it. */
  public SignedCheckpoint newest() {
    try {
      return open(path.resolve(CHECKPOINT), 0);
    } catch (NoteException e) {
      throw AuditFaults.checkpoint(path.resolve(CHECKPOINT), e);
    }
  }

  /**
   * The newest checkpoint that enough witnesses signed.
   *
   * @throws CliException (findings) where there is none, or its signature does not fit
   */
  SignedCheckpoint witnessed() {
    Path newest = path.resolve(CHECKPOINT);
    Path cosigned = path.resolve(COSIGNED);
    try {
      return open(newest, keys.quorum());
    } catch (NoteException e) {
      if (e.problem() != Problem.TOO_FEW_WITNESSES || !Files.isRegularFile(cosigned)) {
        throw AuditFaults.checkpoint(newest, e);
      }
    }
    try {
      return open(cosigned, keys.quorum());
    } catch (NoteException e) {
      throw AuditFaults.checkpoint(cosigned, e);
    }
  }

  /** What the log holds up to its newest checkpoint that enough witnesses signed. */
  public LogReader reader() {
    try {
      return LogReader.open(tiles, witnessed());
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }

  /**
   * Reads a checkpoint of this log from any file.
   *
   * @param quorum how many witnesses must have signed
   */
  SignedCheckpoint open(Path file, int quorum) throws NoteException {
    return open(keys, file, quorum);
  }

  static SignedCheckpoint open(TrustedKeys keys, Path file, int quorum) throws NoteException {
    return keys.withWitnesses(keys.witnesses(), quorum)
        .open(AuditFaults.read(file, SignedNote.MAX_BYTES));
  }

  /** Files with checkpoints that this folder saw before, by name. */
  List<Path> earlier() {
    Path folder = path.resolve(EARLIER);
    return Files.isDirectory(folder) ? files(folder) : List.of();
  }

  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw AuditFaults.unreadable(folder, e);
    }
  }
}
