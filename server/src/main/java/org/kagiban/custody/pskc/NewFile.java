package org.kagiban.custody.pskc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * A file that appears under its name only when it is complete and on disk, and never in another's
 * place. Only its owner may read it. Not thread-safe.
 */
final class NewFile implements AutoCloseable {
  private final Path target;
  private final Path directory;
  private final Path temporary;
  private final FileChannel channel;

  /** Throws {@link FileAlreadyExistsException} where {@code target} exists. */
  NewFile(Path target) throws IOException {
    this.target = target.toAbsolutePath();
    this.directory = Objects.requireNonNullElse(this.target.getParent(), this.target);
    if (Files.exists(this.target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    temporary =
        Files.createTempFile(
            directory,
            "." + target.getFileName(),
            ".part",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    channel = FileChannel.open(temporary, Set.of(StandardOpenOption.WRITE));
  }

  OutputStream stream() {
    return Channels.newOutputStream(channel);
  }

  /** A hard link, unlike a rename, fails where somebody else made the target meanwhile. */
  void complete() throws IOException {
    channel.force(true);
    appear();
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private void appear() throws IOException {
    try {
      Files.createLink(target, temporary);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      // A memory stick's FAT knows no links.
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Takes the unfinished file away. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(temporary);
  }
}
