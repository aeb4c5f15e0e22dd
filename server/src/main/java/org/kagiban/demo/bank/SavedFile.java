package org.kagiban.demo.bank;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.kagiban.cli.NewFiles;

/** Properties in a file of mode 0600 that is replaced as a whole. For one thread at a time. */
final class SavedFile {
  private final Path file;

  SavedFile(Path file) {
    this.file = file;
  }

  /** Empty where there is no file yet. */
  Properties read() {
    Properties read = new Properties();
    if (Files.notExists(file)) {
      return read;
    }
    try (Reader in = Files.newBufferedReader(file)) {
      read.load(in);
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  void write(Properties all) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      StringWriter text = new StringWriter();
      all.store(text, null);
      Files.deleteIfExists(fresh);
      NewFiles.write(fresh, text.toString(), NewFiles.PRIVATE);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
