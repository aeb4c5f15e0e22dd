package org.kagiban.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.Hash;

/**
 * One of two states of a log that are compared.
 *
 * @param name how to call it
 * @param size how many events it has
 * @param root what was signed for it; null where only the size was given
 */
record AuditState(String name, long size, @Nullable Hash root) {
  /**
   * Reads what was typed: a folder, a checkpoint's file or a size.
   *
   * @param log whose keys a checkpoint must be signed with
   * @throws CliException (findings) where it is not
   */
  static AuditState of(String name, String text, AuditFolder log) {
    if (isFolder(text)) {
      return signed(name, Path.of(text).resolve(AuditFolder.CHECKPOINT), log);
    }
    if (Files.isRegularFile(Path.of(text))) {
      return signed(name, Path.of(text), log);
    }
    if (text.matches("[0-9]{1,18}")) {
      return new AuditState(name, Long.parseLong(text), null);
    }
    throw CliException.usage(
        "%s: '%s' is no folder with a log, no checkpoint's file and no size".formatted(name, text));
  }

  static boolean isFolder(String text) {
    return Files.isRegularFile(Path.of(text).resolve(AuditFolder.CHECKPOINT));
  }

  private static AuditState signed(String name, Path file, AuditFolder log) {
    try {
      Checkpoint checkpoint = log.open(file, 0).checkpoint();
      return new AuditState(name, checkpoint.size(), checkpoint.root());
    } catch (NoteException e) {
      throw AuditFaults.checkpoint(file, e);
    }
  }

  /** Why this is no beginning of the log; null where it is. */
  @Nullable String problem(LogReader log) throws IOException {
    if (size > log.size()) {
      return root == null
          ? "%s is %,d, but the log has only %,d events".formatted(name, size, log.size())
          : "rolled back or cut: %s was signed with %,d events, but the log has only %,d"
              .formatted(name, size, log.size());
    }
    Hash newest = log.checkpoint().checkpoint().root();
    if (root == null
        || ConsistencyProof.holds(size, root, log.size(), newest, log.consistency(size))) {
      return null;
    }
    return size == log.size()
        ? "forked: two checkpoints of %,d events were signed that differ".formatted(size)
        : ("changed: the log's first %,d events are not those that %s was signed for; something in"
                + " them was changed, put in or left out")
            .formatted(size, name);
  }

  /** Why this cannot come before another state of the same log; null where it can. */
  @Nullable String problem(AuditState later) {
    if (size <= later.size) {
      return null;
    }
    return "rolled back: %s has %,d events and %s only %,d; or they are given in the wrong order"
        .formatted(name, size, later.name, later.size);
  }
}
