package org.kagiban.custody.batch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Copies what is read of an upload into the spool, to the last byte. */
final class SpooledInput extends FilterInputStream {
  private final Spool.Incoming copy;
  private @Nullable IOException spoolFailure;

  SpooledInput(InputStream upload, Spool.Incoming copy) {
    super(upload);
    this.copy = copy;
  }

  /** What the spool failed with, rather than the upload; null where it did not. */
  @Nullable IOException spoolFailure() {
    return spoolFailure;
  }

  /** Reads on to the end. */
  void drain() throws IOException {
    byte[] rest = new byte[1 << 16];
    int n;
    do {
      n = read(rest, 0, rest.length);
    } while (n >= 0);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    if (n > 0) {
      try {
        copy.write(buffer, offset, n);
      } catch (IOException e) {
        spoolFailure = e;
        throw e;
      }
    }
    return n;
  }

  @Override
  public long skip(long count) {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
