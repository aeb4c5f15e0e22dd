package org.kagiban.console;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.TreeHasher;

/**
 * Keeps the index between starts: a file for each log's origin, in the auditor's own folder and not
 * beside the log, which others may have written. Used only where the log proves that it continues
 * what was indexed; whatever else is found is read anew. Its checksum is for accidents: whoever may
 * write the file may mislead a search, as whoever may change this program. For one thread.
 */
final class IndexCache {
  /** To be raised when what is counted or how it is written changes. */
  private static final int VERSION = 1;

  private static final long MAGIC = 0x6b6167692d696478L;

  /** An index that grew by less than this part is not worth a new file. */
  private static final int LEAST_PART = 32;

  /** An index of what other names or fields the events had would miss some. */
  private static final Hash WORDS =
      hash(
          Arrays.toString(EventKind.values())
              + Arrays.toString(EventField.values())
              + Arrays.toString(Group.FIELDS));

  private final @Nullable Path folder;
  private final Consumer<String> notes;
  private long saved;

  /**
   * @param folder made where it is missing; null for no cache
   * @param notes hears what a person should know
   */
  IndexCache(@Nullable Path folder, Consumer<String> notes) {
    this.folder = folder;
    this.notes = notes;
  }

  /** The index of an earlier start, if this log continues what it is of; else an empty one. */
  LogIndex load(LogReader log) {
    if (folder == null) {
      return new LogIndex();
    }
    Path file = file(folder, log.checkpoint().checkpoint());
    try (CheckedInputStream checked =
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file)), new CRC32C());
        DataInputStream in = new DataInputStream(checked)) {
      LogIndex index = read(in, checked, log);
      saved = index.events();
      return index;
    } catch (NoSuchFileException e) {
      return new LogIndex();
    } catch (IOException | IllegalArgumentException e) {
      notes.accept(
          "the index in %s is not used, and the log read from its start: %s"
              .formatted(file, e.getMessage() == null ? "it is cut off" : e.getMessage()));
      return new LogIndex();
    }
  }

  private static LogIndex read(DataInputStream in, CheckedInputStream checked, LogReader log)
      throws IOException {
    if (in.readLong() != MAGIC || in.readInt() != VERSION || !hash(in).equals(WORDS)) {
      throw new IOException("another version wrote it");
    }
    Checkpoint of = new Checkpoint(in.readUTF(), in.readLong(), hash(in));
    requireContinues(of, log);
    LogIndex index = new LogIndex();
    index.read(in, of.size());
    long sum = checked.getChecksum().getValue();
    if (sum != in.readLong() || in.read() >= 0) {
      throw new IOException("it is damaged");
    }
    return index;
  }

  private static void requireContinues(Checkpoint before, LogReader log) throws IOException {
    Checkpoint now = log.checkpoint().checkpoint();
    if (!before.origin().equals(now.origin())) {
      throw new IOException("it is of the log " + before.origin());
    }
    if (before.size() > now.size()) {
      throw new IOException(
          "it is of %,d events, and the folder has %,d".formatted(before.size(), now.size()));
    }
    if (!ConsistencyProof.holds(
        before.size(), before.root(), now.size(), now.root(), log.consistency(before.size()))) {
      throw new IOException(
          ("it is of another past, with the root %s at %,d events; if the log was not begun anew"
                  + " since, keep the folder, and ask the server's operator")
              .formatted(before.root(), before.size()));
    }
  }

  private static Hash hash(DataInputStream in) throws IOException {
    byte[] bytes = new byte[Hash.SIZE];
    in.readFully(bytes);
    return Hash.of(bytes);
  }

  /**
   * Keeps an index that has all of a checkpoint's log. A failure is told and harms nothing.
   *
   * @param at verified, and what the index was read under
   */
  void save(LogIndex index, Checkpoint at) {
    if (folder == null || at.size() - saved <= saved / LEAST_PART) {
      return;
    }
    Path file = file(folder, at);
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      // 0600; a power cut may leave half a file under the name, which its checksum tells.
      Path fresh = Files.createTempFile(folder, "index-", ".new");
      try {
        write(index, at, fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
      saved = at.size();
    } catch (IOException e) {
      notes.accept("the index is not kept for the next start: " + e);
    }
  }

  private static void write(LogIndex index, Checkpoint at, Path fresh) throws IOException {
    try (CheckedOutputStream checked =
            new CheckedOutputStream(
                new BufferedOutputStream(Files.newOutputStream(fresh)), new CRC32C());
        DataOutputStream out = new DataOutputStream(checked)) {
      out.writeLong(MAGIC);
      out.writeInt(VERSION);
      out.write(WORDS.bytes());
      out.writeUTF(at.origin());
      out.writeLong(at.size());
      out.write(at.root().bytes());
      index.write(out);
      out.writeLong(checked.getChecksum().getValue());
    }
  }

  /** An origin is no file name. */
  private static Path file(Path folder, Checkpoint of) {
    String name = HexFormat.of().formatHex(hash(of.origin()).bytes(), 0, 8);
    return folder.resolve(name + ".index");
  }

  private static Hash hash(String text) {
    return new TreeHasher().leaf(text.getBytes(StandardCharsets.UTF_8));
  }
}
