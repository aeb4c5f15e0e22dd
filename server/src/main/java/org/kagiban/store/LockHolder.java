package org.kagiban.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Who holds a database, by what the kernel lists: to try the lock would take it, for a moment, from
 * a server that starts just then.
 */
final class LockHolder {
  private static final Path LOCKS = Path.of("/proc/locks");
  private static final int PID = 4;
  private static final int PLACE = 5;

  private LockHolder() {}

  /** The process's id; empty where nobody holds it, or this machine does not tell. */
  static OptionalLong of(Path database) {
    Path file = DatabaseLock.fileOf(database);
    try {
      if (!Files.exists(file) || !Files.isReadable(LOCKS)) {
        return OptionalLong.empty();
      }
      String inode = ":" + Files.getAttribute(file, "unix:ino");
      for (String line : Files.readAllLines(LOCKS)) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length > PLACE
            && words[PLACE].endsWith(inode)
            && words[1].equals("POSIX")
            && words[PID].matches("[0-9]+")) {
          return OptionalLong.of(Long.parseLong(words[PID]));
        }
      }
      return OptionalLong.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return OptionalLong.empty();
    }
  }
}
