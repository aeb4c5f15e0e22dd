package org.kagiban.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tile.Tile;

/**
 * A copy of a log in a folder, as it grows. {@code checkpoint} is replaced last, so that whatever
 * ends a copy leaves an older one that is whole, and files of the next.
 */
final class AuditExportFolder {
  static final String EVIDENCE = "evidence";
  private static final String README = "README.txt";

  private final Path path;
  private final TileFiles tiles;

  private AuditExportFolder(Path path) {
    this.path = path;
    this.tiles = TileFiles.quick(path);
  }

  /**
   * @throws CliException (usage) where it is a folder of something else
   */
  static AuditExportFolder open(Path path) {
    try {
      if (!Files.isDirectory(path.resolve(AuditFolder.EARLIER)) && !isEmpty(path)) {
        throw CliException.usage(
            path + " is neither empty nor an export; name a folder of its own for the copy");
      }
      Files.createDirectories(path.resolve(AuditFolder.EARLIER));
      return new AuditExportFolder(path);
    } catch (IOException e) {
      throw new CliException(
          Exit.USAGE, "cannot write to %s (%s); look at its path and mode".formatted(path, e), e);
    }
  }

  Path path() {
    return path;
  }

  TileFiles tiles() {
    return tiles;
  }

  /** Whose signatures count: what was given, or else what the first export left; null for none. */
  @Nullable TrustedKeys keys(AuditTrust trust) {
    Path file = path.resolve(AuditFolder.VKEY);
    if (trust.given()) {
      return trust.required();
    }
    return Files.isRegularFile(file)
        ? trust.with(AuditKeys.log(AuditFolder.VKEY, List.of(file.toString())))
        : null;
  }

  /** Of the last copy that was finished; null where none was. */
  @Nullable SignedCheckpoint checkpoint(TrustedKeys keys) {
    return read(keys, path.resolve(AuditFolder.CHECKPOINT));
  }

  /** The largest that this folder ever saw, also of a copy that was cut off; null where none. */
  @Nullable SignedCheckpoint newestKnown(TrustedKeys keys) {
    SignedCheckpoint newest = checkpoint(keys);
    for (Path file : AuditFolder.files(path.resolve(AuditFolder.EARLIER))) {
      SignedCheckpoint one = read(keys, file);
      if (one != null && (newest == null || size(one) > size(newest))) {
        newest = one;
      }
    }
    return newest;
  }

  private static @Nullable SignedCheckpoint read(TrustedKeys keys, Path file) {
    try {
      return Files.isRegularFile(file) ? AuditFolder.open(keys, file, 0) : null;
    } catch (NoteException e) {
      throw AuditFaults.checkpoint(file, e);
    }
  }

  static long size(@Nullable SignedCheckpoint checkpoint) {
    return checkpoint == null ? 0 : checkpoint.checkpoint().size();
  }

  /**
   * How many events are here with all their tiles: bundles come last, so that one beyond what was
   * finished says that a copy was cut off among them.
   */
  long entries(long finished, long known) {
    long bundle = finished / Tile.FULL;
    while ((bundle + 1) * Tile.FULL <= known && has(new Tile(Tile.ENTRIES, bundle, Tile.FULL))) {
      bundle++;
    }
    return Math.max(finished, bundle * Tile.FULL);
  }

  private boolean has(Tile tile) {
    return Files.isRegularFile(path.resolve(tile.path()));
  }

  /** Keeps a checkpoint for ever. */
  void keep(SignedCheckpoint checkpoint) throws IOException {
    write(AuditFolder.EARLIER + "/" + size(checkpoint), checkpoint.note().encode());
  }

  /** Keeps checkpoints that cannot be of one log, for whoever has to judge it. */
  Path evidence(SignedCheckpoint ours, SignedCheckpoint theirs) {
    try {
      write(EVIDENCE + "/" + size(ours) + "-ours", ours.note().encode());
      write(EVIDENCE + "/" + size(theirs) + "-theirs", theirs.note().encode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path.resolve(EVIDENCE);
  }

  /** Ends a copy whose tiles and bundles are here. */
  void finish(TrustedKeys keys, byte @Nullable [] cosigned, SignedCheckpoint checkpoint)
      throws IOException {
    write(AuditFolder.VKEY, lines(keys.logKeys()).getBytes(StandardCharsets.UTF_8));
    write(README, AuditExportReadme.of(keys, checkpoint).getBytes(StandardCharsets.UTF_8));
    if (cosigned != null) {
      write(AuditFolder.COSIGNED, cosigned);
    }
    tiles.writeCheckpoint(checkpoint.note().encode());
  }

  private static String lines(Set<VerifierKey> keys) {
    return keys.stream().map(VerifierKey::vkey).sorted().collect(Collectors.joining("\n")) + "\n";
  }

  /** At once, also over an old file. */
  void write(String name, byte[] bytes) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Path fresh = file.resolveSibling(".new-" + file.getFileName());
    Files.write(fresh, bytes);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
