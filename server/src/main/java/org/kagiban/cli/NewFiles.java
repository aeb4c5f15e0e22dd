package org.kagiban.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are made, never overwritten, and have their permissions from the first moment. */
public final class NewFiles {
  /** 0644. */
  public static final Set<PosixFilePermission> PUBLIC =
      PosixFilePermissions.fromString("rw-r--r--");

  /** 0600. */
  public static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  private NewFiles() {}

  /**
   * @throws CliException (usage) where the file exists or cannot be written
   */
  public static void write(Path file, String text, Set<PosixFilePermission> permissions) {
    write(file, text.getBytes(StandardCharsets.UTF_8), permissions);
  }

  /**
   * @throws CliException (usage) where the file exists or cannot be written
   */
  static void write(Path file, byte[] bytes, Set<PosixFilePermission> permissions) {
    try (OutputStream out = open(file, permissions)) {
      out.write(bytes);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  static OutputStream open(Path file, Set<PosixFilePermission> permissions) {
    try {
      return Channels.newOutputStream(
          Files.newByteChannel(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(permissions)));
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          Exit.USAGE, file + " exists already; name another file, or move this one away", e);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static CliException cannotWrite(Path file, IOException e) {
    return new CliException(
        Exit.USAGE,
        "cannot write %s (%s); check its folder and the space left".formatted(file, e),
        e);
  }
}
