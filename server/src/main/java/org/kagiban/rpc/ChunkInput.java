package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file that arrives in chunks, as a stream. One thread reads; another puts chunks. Holds at most
 * {@link #AHEAD} chunks, because it asks for one more only when it has used one up.
 */
final class ChunkInput extends InputStream {
  /** Chunks to ask for before any has been used. */
  static final int AHEAD = 4;

  private final Runnable askForOneMore;
  private final long patienceMillis;
  private final ArrayDeque<ByteString> chunks = new ArrayDeque<>();
  private InputStream current = InputStream.nullInputStream();
  private boolean ended;
  private @Nullable RuntimeException fault;
  private long bytes;

  /**
   * @param patienceMillis how long to wait for a chunk
   */
  ChunkInput(Runnable askForOneMore, long patienceMillis) {
    this.askForOneMore = askForOneMore;
    this.patienceMillis = patienceMillis;
  }

  synchronized void put(ByteString chunk) {
    chunks.add(chunk);
    notifyAll();
  }

  /** No chunk comes any more. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Ends reading with an IOException; the first fault counts. */
  synchronized void fail(RuntimeException cause) {
    if (fault == null) {
      fault = cause;
    }
    notifyAll();
  }

  /** Why reading ended before its end; null where it did not. */
  synchronized @Nullable RuntimeException fault() {
    return fault;
  }

  /** How many bytes were read. */
  synchronized long bytes() {
    return bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int read = current.read(target, offset, length);
    while (read < 0) {
      ByteString next = next();
      if (next == null) {
        return -1;
      }
      current = next.newInput();
      askForOneMore.run();
      read = current.read(target, offset, length);
    }
    count(read);
    return read;
  }

  private synchronized void count(int read) throws IOException {
    bytes += read;
    if (fault != null) {
      throw new IOException("the stream of chunks has failed", fault);
    }
  }

  /** The next chunk, null at the end. */
  private synchronized @Nullable ByteString next() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    while (chunks.isEmpty() && !ended && fault == null) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        fail(LoadSession.stalled());
      } else {
        await(left);
      }
    }
    if (fault != null) {
      throw new IOException("the stream of chunks has failed", fault);
    }
    return chunks.poll();
  }

  private synchronized void await(long millis) throws InterruptedIOException {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is stopping");
    }
  }
}
