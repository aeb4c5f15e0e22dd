package org.kagiban.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kagiban.custody.batch.Spool;

/**
 * A spool that is a folder of the server's own (mode 0700) with a file for each, {@code
 * <sha256>.pskc} (mode 0600). A file gets that name once all of it is on disk.
 */
public final class FolderSpool implements Spool {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private static final String KEPT = ".pskc";
  static final String INCOMING = ".incoming";

  /** How long an upload may take before it counts as one that a crash left. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;
  private final InstantSource clock;

  /** Makes the folder where there is none, and removes what crashed uploads left. */
  public FolderSpool(Path folder, InstantSource clock) throws IOException {
    this.folder = folder;
    this.clock = clock;
    PrivateFiles.createFolder(folder);
    removeAbandoned();
  }

  private void removeAbandoned() throws IOException {
    for (Path file : files(INCOMING)) {
      if (Files.getLastModifiedTime(file).toInstant().plus(ABANDONED).isBefore(clock.instant())) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public Incoming receive() throws IOException {
    removeAbandoned();
    return new SpoolWriter(this, folder.resolve(UUID.randomUUID() + INCOMING));
  }

  @Override
  public InputStream open(String sha256) throws IOException {
    return Files.newInputStream(file(sha256));
  }

  @Override
  public void delete(String sha256) throws IOException {
    Files.deleteIfExists(file(sha256));
  }

  @Override
  public List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path file : files(KEPT)) {
      String name = file.getFileName().toString();
      String sha256 = name.substring(0, name.length() - KEPT.length());
      if (NAME.matcher(sha256).matches()) {
        try {
          entries.add(new Entry(sha256, Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException e) {
          // Removed meanwhile.
        }
      }
    }
    return entries;
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  Path file(String sha256) {
    if (!NAME.matcher(sha256).matches()) {
      throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + sha256);
    }
    return folder.resolve(sha256 + KEPT);
  }

  InstantSource clock() {
    return clock;
  }

  /** Makes a new name in the folder last. */
  void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
