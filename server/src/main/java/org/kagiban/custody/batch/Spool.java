package org.kagiban.custody.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * Where sealed seed files wait for their ceremony, each under the SHA-256 of its content. An
 * IOException's message says what to do. Thread-safe.
 */
public interface Spool {
  /** Begins to take in a file. */
  Incoming receive() throws IOException;

  /**
   * Opens a file.
   *
   * @param sha256 lower-case hexadecimal
   * @throws java.nio.file.NoSuchFileException where there is none
   */
  InputStream open(String sha256) throws IOException;

  /** Removes a file; one that is not there counts as removed. */
  void delete(String sha256) throws IOException;

  /** What is there, in any order. */
  List<Entry> list() throws IOException;

  /**
   * A file.
   *
   * @param since when it was last received
   */
  record Entry(String sha256, Instant since) {}

  /** A file that comes in. Not thread-safe. */
  abstract class Incoming extends OutputStream {
    /**
     * Keeps what was written, on disk before it returns. A file of the same content that is there
     * already stays and counts as received now; it is never overwritten.
     *
     * @return SHA-256, lower-case hexadecimal
     */
    public abstract String keep() throws IOException;

    /** Drops what was written, unless it was kept. */
    @Override
    public abstract void close() throws IOException;
  }
}
