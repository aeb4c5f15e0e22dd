package org.kagiban.audit.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes files under one folder so that each is there as a whole or not at all, and stays once
 * written. Readers may read at any time. Thread-safe.
 */
final class DurableFiles {
  private final Path root;
  private final Path scratch;
  private final boolean sync;
  // Folders whose own entry is on the disk; without it, a file in them is lost with the power.
  private final Set<Path> linked = new HashSet<>();

  /**
   * @param sync whether a write is on the disk when it returns
   */
  DurableFiles(Path root, boolean sync) {
    this.root = root.toAbsolutePath().normalize();
    this.scratch = this.root.resolve(".new-" + UUID.randomUUID());
    this.sync = sync;
  }

  /** Null where there is no such file. */
  byte @Nullable [] read(String name, int most) throws IOException {
    Path file = root.resolve(name);
    try {
      long size = Files.size(file);
      if (size > most) {
        throw new IOException(name + " has " + size + " bytes, at most " + most + " are expected");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Creates a file or takes the place of an old one, at once. */
  synchronized void write(String name, byte[] bytes) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(folder(file));
    try {
      fill(bytes);
      Files.move(scratch, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(scratch);
    }
    link(file);
  }

  /** Makes sure that the file's name, and that of each folder above it, is on the disk. */
  synchronized void link(Path file) throws IOException {
    if (!sync) {
      return;
    }
    Path folder = folder(file);
    force(folder);
    while (!folder.equals(root) && !linked.contains(folder)) {
      Path above = folder(folder);
      force(above);
      linked.add(folder);
      folder = above;
    }
  }

  /** What is done while no other process does the like. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /**
   * Runs something once no other process has the file locked.
   *
   * @throws IOException also where this process has it locked already
   */
  void locked(String name, Action action) throws IOException {
    if (!sync) {
      action.run();
      return;
    }
    Files.createDirectories(root);
    try (FileChannel channel =
        FileChannel.open(root.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock held = channel.lock();
      action.run();
      held.release();
    } catch (OverlappingFileLockException e) {
      throw new IOException(name + " is locked by this process", e);
    }
  }

  Path path(String name) {
    return root.resolve(name);
  }

  /** Removes a folder of files; it need not be there, nor be gone after a crash. */
  synchronized void remove(String name) throws IOException {
    Path folder = root.resolve(name);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
    linked.remove(folder);
  }

  private void fill(byte[] bytes) throws IOException {
    try (FileChannel out =
        FileChannel.open(scratch, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      if (sync) {
        out.force(true);
      }
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path folder(Path file) {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IllegalArgumentException(file + " is in no folder");
    }
    return folder;
  }
}
