package org.kagiban.custody.batch;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.kagiban.custody.Patience;
import org.kagiban.custody.pskc.PskcException;
import org.kagiban.custody.pskc.SealedRecord;

/**
 * Takes a file's chunks through HSM and store so that reading, HSM and commit overlap: while one
 * chunk is committed the next is in the HSM and a third is read. Results come in the file's order,
 * on the calling thread.
 */
final class Pipeline {
  /** Chunks under way at the same time. */
  private static final int MOST = 3;

  private final ChunkReader reader;
  private final ChunkWork work;
  private final Progress progress;
  private final Patience patience;
  private final Queue<Flight> flights = new ArrayDeque<>();

  Pipeline(ChunkReader reader, ChunkWork work, Progress progress, Patience patience) {
    this.reader = reader;
    this.work = work;
    this.progress = progress;
    this.patience = patience;
  }

  /** A chunk under way. */
  private record Flight(List<SealedRecord> chunk, CompletableFuture<ChunkResult> result) {}

  /** Blocks to the end. After a failure nothing is under way any more. */
  void run() throws PskcException, IOException {
    try {
      List<SealedRecord> chunk = reader.next();
      while (!chunk.isEmpty()) {
        flights.add(new Flight(chunk, work.process(chunk)));
        if (flights.size() == MOST) {
          land();
        }
        chunk = reader.next();
      }
      while (!flights.isEmpty()) {
        land();
      }
    } finally {
      flights.forEach(this::abandon);
    }
  }

  private void land() {
    Flight flight = flights.element();
    ChunkResult result = patience.of(flight.result(), () -> work.process(flight.chunk()));
    flights.remove();
    progress.add(result);
  }

  private void abandon(Flight flight) {
    try {
      progress.addSilently(Patience.await(flight.result()));
    } catch (RuntimeException e) {
      // It failed as another did, and that one is told.
    }
  }
}
