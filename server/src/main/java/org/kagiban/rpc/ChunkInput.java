package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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

  /** Empty: the end, or a fault; nothing comes after it. */
  private final BlockingQueue<Optional<ByteString>> chunks = new LinkedBlockingQueue<>();

  private final AtomicReference<RuntimeException> fault = new AtomicReference<>();
  private InputStream current = InputStream.nullInputStream();
  private boolean ended;
  private long bytes;

  /**
   * @param patienceMillis how long to wait for a chunk
   */
  ChunkInput(Runnable askForOneMore, long patienceMillis) {
    this.askForOneMore = askForOneMore;
    this.patienceMillis = patienceMillis;
  }

  void put(ByteString chunk) {
    chunks.add(Optional.of(chunk));
  }

  /** No chunk comes any more. */
  void end() {
    chunks.add(Optional.empty());
  }

  /** Ends reading with an IOException, at once; the first fault counts. */
  void fail(RuntimeException cause) {
    fault.compareAndSet(null, cause);
    chunks.add(Optional.empty());
  }

  /** Why reading ended before its end; null where it did not. */
  @Nullable RuntimeException fault() {
    return fault.get();
  }

  /** How many bytes were read. For the reading thread. */
  long bytes() {
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
    while (read < 0 && !ended) {
      Optional<ByteString> next = next();
      if (next.isPresent()) {
        current = next.get().newInput();
        askForOneMore.run();
        read = current.read(target, offset, length);
      } else {
        ended = true;
      }
    }
    requireSound();
    bytes += Math.max(0, read);
    return read;
  }

  private Optional<ByteString> next() throws IOException {
    try {
      Optional<ByteString> next = chunks.poll(patienceMillis, TimeUnit.MILLISECONDS);
      if (next == null) {
        fail(UploadSession.stalled());
        return Optional.empty();
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is stopping");
    }
  }

  private void requireSound() throws IOException {
    RuntimeException cause = fault.get();
    if (cause != null) {
      throw new IOException("the stream of chunks has failed", cause);
    }
  }
}
