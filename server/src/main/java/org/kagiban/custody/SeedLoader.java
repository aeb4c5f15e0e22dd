package org.kagiban.custody;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.pskc.PskcException;
import org.kagiban.custody.pskc.SealedHeader;
import org.kagiban.custody.pskc.SealedReader;
import org.kagiban.custody.pskc.SealedRecord;
import org.kagiban.token.Institution;
import org.kagiban.token.TokenId;
import org.kagiban.verification.Caller;
import org.kagiban.verification.Journal;
import org.kagiban.verification.TokenDirectory;
import org.kagiban.verification.TrustedClock;

/**
 * Loads a sealed seed file, in memory that does not grow with the file. Blocks its caller; one load
 * at a time on a server. A load that was cut off is taken up by loading the file again: what is
 * there already is passed over.
 */
public final class SeedLoader {
  /** Records that share one round to the HSM and one transaction. */
  private static final int CHUNK = 200;

  private final KeyCustody keys;
  private final TokenDirectory directory;
  private final Journal journal;
  private final TrustedClock clock;

  public SeedLoader(
      KeyCustody keys, TokenDirectory directory, Journal journal, TrustedClock clock) {
    this.keys = keys;
    this.directory = directory;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Loads a file.
   *
   * @param institution whose the tokens will be
   * @param fileName for the log, 1 to 200 characters
   * @param sealedFile as {@code kagiban seeds seal} writes it; not closed
   * @throws SeedFileException where the file cannot be used, or not further
   * @throws org.kagiban.verification.UnavailableException where HSM or store fail; load the file
   *     again later
   */
  public LoadSummary load(
      Caller caller,
      Institution institution,
      String fileName,
      InputStream sealedFile,
      LoadListener listener)
      throws SeedFileException {
    LoadTally tally = new LoadTally(listener);
    try (SealedReader reader = new SealedReader(sealedFile)) {
      requireForThisHsm(reader.header());
      try (TransportKey transport = open(reader.header())) {
        UnaryOperator<AuditEvent.Builder> about =
            event ->
                event
                    .with(EventField.CALLER, caller.name())
                    .with(EventField.INSTITUTION, institution.id())
                    .with(EventField.FILE, fileName);
        await(journal.write(EventKind.SEED_BATCH_STARTED, about));
        SeedChunk chunk = new SeedChunk(transport, directory, clock, caller, institution, tally);
        try {
          loadAll(reader, chunk, tally);
        } finally {
          tally.finished(finish(about, tally));
        }
        return tally.summary();
      }
    } catch (PskcException e) {
      throw new SeedFileException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new SeedFileException("the seed file broke off; send it again", e);
    }
  }

  private void requireForThisHsm(SealedHeader header) throws SeedFileException {
    if (!header.isFor(keys.importPublicKey())) {
      throw new SeedFileException(
          "the file is sealed for another HSM's import key ("
              + header.importKeyFingerprint()
              + "); fetch this server's with `kagiban seeds import-key` and seal the vendor's file"
              + " again");
    }
  }

  private TransportKey open(SealedHeader header) throws SeedFileException {
    try {
      return await(keys.openTransport(header.wrappedTransportKey(), header.wrappedMacKey()));
    } catch (KeyRefusedException e) {
      throw new SeedFileException(
          "the HSM cannot open the file's transport key: the file was changed after it was sealed;"
              + " seal the vendor's file again",
          e);
    }
  }

  private static void loadAll(SealedReader reader, SeedChunk chunk, LoadTally tally)
      throws PskcException, IOException {
    Map<TokenId, SealedRecord> records = new LinkedHashMap<>();
    SealedRecord record = reader.next(tally::refused);
    while (record != null) {
      // The same Token ID twice: the second must find the first in the store.
      if (records.size() == CHUNK || records.containsKey(record.tokenId())) {
        chunk.load(records.values());
        records.clear();
      }
      records.put(record.tokenId(), record);
      record = next(reader, chunk, tally, records);
    }
    chunk.load(records.values());
  }

  /** The next record; where the file breaks off, what was read before is loaded first. */
  private static @Nullable SealedRecord next(
      SealedReader reader, SeedChunk chunk, LoadTally tally, Map<TokenId, SealedRecord> records)
      throws PskcException, IOException {
    try {
      return reader.next(tally::refused);
    } catch (PskcException | IOException e) {
      chunk.load(records.values());
      throw e;
    }
  }

  private EventId finish(UnaryOperator<AuditEvent.Builder> about, LoadTally tally) {
    return await(
        journal.write(
            EventKind.SEED_BATCH_FINISHED,
            event ->
                about
                    .apply(event)
                    .with(EventField.LOADED, tally.loaded())
                    .with(EventField.UNCHANGED, tally.unchanged())
                    .with(EventField.REFUSED, tally.refused())));
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
