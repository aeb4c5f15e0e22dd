package org.kagiban.custody.pskc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bounds what the XML parser reads for one event, and so everything that it holds in memory: a
 * name, an attribute, a comment.
 */
final class MeteredInput extends FilterInputStream {
  /** Far above any real element, far below what hurts. */
  static final int MOST_BYTES = 1 << 20;

  private int sinceReset;

  MeteredInput(InputStream in) {
    super(in);
  }

  void startOver() {
    sinceReset = 0;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    count(Math.max(n, 0));
    return n;
  }

  private void count(int bytes) throws TooLarge {
    sinceReset += bytes;
    if (sinceReset > MOST_BYTES) {
      throw new TooLarge();
    }
  }

  /** More than {@link #MOST_BYTES} in one piece. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;
  }
}
