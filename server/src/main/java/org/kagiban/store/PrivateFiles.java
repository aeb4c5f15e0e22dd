package org.kagiban.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only the server's own user reads. SQLite gives its side files the database's mode. */
final class PrivateFiles {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");

  /** Mode 0600. */
  static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(MODE);

  private static final Set<PosixFilePermission> FOLDER_MODE =
      PosixFilePermissions.fromString("rwx------");

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(FOLDER_MODE);

  private PrivateFiles() {}

  static void createFolderOf(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder, OWNER_ONLY_FOLDER);
    }
  }

  /** Makes the folder where there is none, and takes everybody else's rights to it away. */
  static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, OWNER_ONLY_FOLDER);
    Files.setPosixFilePermissions(folder, FOLDER_MODE);
  }

  /** Makes the file where there is none, and takes everybody else's rights to it away. */
  static void create(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file, OWNER_ONLY);
    }
    Files.setPosixFilePermissions(file, MODE);
  }
}
