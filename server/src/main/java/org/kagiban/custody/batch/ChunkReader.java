package org.kagiban.custody.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.kagiban.custody.TokenIdSet;
import org.kagiban.custody.pskc.PskcException;
import org.kagiban.custody.pskc.SealedReader;
import org.kagiban.custody.pskc.SealedRecord;

/** Cuts a sealed file into chunks. Refuses the second record of a Token ID. Not thread-safe. */
final class ChunkReader {
  /** One event each, and a transaction takes 256 of one origin; short enough for others to wait. */
  static final int MOST = 250;

  private final SealedReader reader;
  private final Consumer<RefusedRecord> refused;
  private final TokenIdSet seen = new TokenIdSet();

  /**
   * @param refused hears at once of records that are not taken
   */
  ChunkReader(SealedReader reader, Consumer<RefusedRecord> refused) {
    this.reader = reader;
    this.refused = refused;
  }

  /** The next records, no Token ID twice in the whole file; empty at its end. */
  List<SealedRecord> next() throws PskcException, IOException {
    List<SealedRecord> chunk = new ArrayList<>(MOST);
    while (chunk.size() < MOST) {
      SealedRecord record = reader.next(refusal -> refused.accept(RefusedRecord.of(refusal)));
      if (record == null) {
        break;
      }
      if (seen.add(record.tokenId().value())) {
        chunk.add(record);
      } else {
        refused.accept(
            RefusedRecord.of(
                record,
                "DUPLICATE_TOKEN",
                "The file has a record of this Token ID before. Ask the vendor which one is"
                    + " right."));
      }
    }
    return chunk;
  }
}
