package org.kagiban.custody.batch;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.kagiban.custody.Sha256;

/**
 * Reads a spooled file whose SHA-256 was checked whole beforehand, and lets no byte out that is not
 * the one that was checked: also where somebody changes the file between. Keeps 32 bytes for each
 * MiB of the file. Not thread-safe.
 */
final class VerifiedInput extends InputStream {
  private static final int BLOCK = 1 << 20;

  private final InputStream in;
  private final List<byte[]> hashes;
  private final MessageDigest digest = Sha256.digest();
  private byte[] block = {};
  private int at;
  private int blocks;

  private VerifiedInput(InputStream in, List<byte[]> hashes) {
    this.in = in;
    this.hashes = hashes;
  }

  /**
   * Reads the file once to check it, and opens it again.
   *
   * @param sha256 what it must be, lower-case hexadecimal
   * @throws ChangedException where it is another
   */
  static VerifiedInput open(Spool spool, String sha256) throws IOException {
    List<byte[]> hashes = new ArrayList<>();
    MessageDigest whole = Sha256.digest();
    MessageDigest each = Sha256.digest();
    try (InputStream in = spool.open(sha256)) {
      byte[] block = in.readNBytes(BLOCK);
      while (block.length > 0) {
        whole.update(block);
        hashes.add(each.digest(block));
        block = in.readNBytes(BLOCK);
      }
    }
    if (!HexFormat.of().formatHex(whole.digest()).equals(sha256)) {
      throw new ChangedException();
    }
    return new VerifiedInput(spool.open(sha256), hashes);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (at == block.length && !fill()) {
      return -1;
    }
    int n = Math.min(length, block.length - at);
    System.arraycopy(block, at, buffer, offset, n);
    at += n;
    return n;
  }

  private boolean fill() throws IOException {
    byte[] next = in.readNBytes(BLOCK);
    if (next.length == 0 && blocks == hashes.size()) {
      return false;
    }
    if (blocks == hashes.size() || !Arrays.equals(digest.digest(next), hashes.get(blocks))) {
      throw new ChangedException();
    }
    block = next;
    at = 0;
    blocks++;
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** The file is not the one that was approved. */
  static final class ChangedException extends IOException {
    private static final long serialVersionUID = 1;

    ChangedException() {
      super("the spooled file was changed");
    }
  }
}
