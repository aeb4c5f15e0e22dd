package org.kagiban.custody.batch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.kagiban.custody.pskc.SealedRecord;

/** What is done with each chunk of a file. Thread-safe; the same chunk may come again. */
@FunctionalInterface
interface ChunkWork {
  CompletableFuture<ChunkResult> process(List<SealedRecord> chunk);
}
