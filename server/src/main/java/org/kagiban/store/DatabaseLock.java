package org.kagiban.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second Kagiban away from the same database: two committers would each count events on
 * their own. The operating system lets go of it however the process ends.
 */
final class DatabaseLock implements AutoCloseable {
  private final FileChannel channel;

  private DatabaseLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws StoreRefusedException where another process, or this one, holds the database already
   */
  static DatabaseLock take(Path database) throws IOException {
    Path file = fileOf(database);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PrivateFiles.OWNER_ONLY);
    try {
      if (tryLock(channel) != null) {
        return new DatabaseLock(channel);
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new StoreRefusedException(
        "the database "
            + database
            + " is held by another kagiban server; stop that one first, or give this one another"
            + " file");
  }

  static Path fileOf(Path database) {
    return database.resolveSibling(database.getFileName() + ".lock");
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The file stays: removing it could take it from under a process that has just opened it. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
