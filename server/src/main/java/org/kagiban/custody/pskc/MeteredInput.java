package org.kagiban.custody.pskc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what the XML parser reads for one event, and so everything that it holds in memory: a
 * name, an attribute, a comment. Stops where bytes are not in the document's encoding. Remembers a
 * failure of the stream below, which the parser hides.
 */
final class MeteredInput extends FilterInputStream {
  /** Far above any real element, far below what hurts. */
  static final int MOST_BYTES = 1 << 20;

  private final Encoded encoded = new Encoded();
  private int sinceStart;
  private boolean tooLarge;
  private @Nullable IOException failure;

  MeteredInput(InputStream in) {
    super(in);
  }

  void startOver() {
    sinceStart = 0;
  }

  /** Whether the bound was passed. */
  boolean tooLarge() {
    return tooLarge;
  }

  /** What the stream below threw, null where nothing. */
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n;
    try {
      n = super.read(buffer, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    sinceStart += Math.max(n, 0);
    if (sinceStart > MOST_BYTES) {
      tooLarge = true;
      throw new IOException("one piece of the document is larger than " + MOST_BYTES + " bytes");
    }
    if (n < 0 ? !encoded.mayEnd() : !encoded.fits(buffer, offset, n)) {
      throw new IOException("the bytes are not in the document's encoding");
    }
    return n;
  }
}
