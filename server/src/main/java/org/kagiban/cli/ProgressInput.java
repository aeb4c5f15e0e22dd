package org.kagiban.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that tells how much of it was read. Not thread-safe. */
final class ProgressInput extends FilterInputStream {
  private final RunProgress progress;
  private final String step;
  private final long size;
  private long done;

  /**
   * @param size all of it, in bytes
   */
  ProgressInput(InputStream in, RunProgress progress, String step, long size) {
    super(in);
    this.progress = progress;
    this.step = step;
    this.size = size;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    at(one < 0 ? 0 : 1);
    return one;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    at(Math.max(0, count));
    return count;
  }

  private void at(int more) {
    done += more;
    progress.at(step, done, size);
  }
}
