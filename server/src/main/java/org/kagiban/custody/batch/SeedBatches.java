package org.kagiban.custody.batch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.KeyCustody;
import org.kagiban.custody.LoadListener;
import org.kagiban.custody.Patience;
import org.kagiban.custody.SeedFileException;
import org.kagiban.custody.SeedUploads;
import org.kagiban.custody.UploadReport;
import org.kagiban.custody.pskc.PskcException;
import org.kagiban.token.Institution;
import org.kagiban.verification.Caller;
import org.kagiban.verification.Journal;
import org.kagiban.verification.TokenLedger;

/**
 * Receives sealed files and tries them while they come in. Memory grows only by what finds a Token
 * ID that comes twice: {@link org.kagiban.custody.TokenIdSet}.
 */
public final class SeedBatches implements SeedUploads {
  /** Characters of a reason in the log, at most three bytes each. */
  private static final int MOST = 1000;

  private final Spool spool;
  private final KeyCustody keys;
  private final TokenLedger ledger;
  private final Journal journal;
  private final Patience patience;

  public SeedBatches(
      Spool spool, KeyCustody keys, TokenLedger ledger, Journal journal, Patience patience) {
    this.spool = spool;
    this.keys = keys;
    this.ledger = ledger;
    this.journal = journal;
    this.patience = patience;
  }

  @Override
  public UploadReport upload(
      Caller caller,
      Institution institution,
      String fileName,
      InputStream sealedFile,
      LoadListener listener)
      throws SeedFileException {
    Progress progress = new Progress(listener);
    UnaryOperator<AuditEvent.Builder> about =
        event ->
            event
                .with(EventField.CALLER, caller.name())
                .with(EventField.INSTITUTION, institution.id())
                .with(EventField.FILE, fileName)
                .with(EventField.LOADED, progress.good())
                .with(EventField.UNCHANGED, progress.unchanged())
                .with(EventField.REFUSED, progress.refused());
    String sha256;
    try {
      sha256 = receive(institution, sealedFile, progress);
    } catch (SeedFileException e) {
      // The import key may have been used, and seeds unwrapped: that is told as well.
      String why = shortened(String.valueOf(e.getMessage()));
      EventId unused = write(event -> about.apply(event).with(EventField.REASON, why));
      throw e;
    }
    byte[] hash = HexFormat.of().parseHex(sha256);
    EventId event = write(fields -> about.apply(fields).with(EventField.HASH, hash));
    return new UploadReport(
        sha256, progress.good(), progress.unchanged(), progress.refused(), event);
  }

  private EventId write(UnaryOperator<AuditEvent.Builder> fields) {
    return Patience.await(journal.write(EventKind.SEED_BATCH_CHECKED, fields));
  }

  private static String shortened(String text) {
    return text.length() <= MOST ? text : text.substring(0, MOST);
  }

  private String receive(Institution institution, InputStream sealedFile, Progress progress)
      throws SeedFileException {
    try (Spool.Incoming incoming = spool.receive()) {
      // Not closed: the upload's stream is the caller's.
      SpooledInput in = new SpooledInput(sealedFile, incoming);
      tryAll(institution, in, progress);
      return incoming.keep();
    } catch (IOException e) {
      throw spoolFailed(e);
    }
  }

  private void tryAll(Institution institution, SpooledInput in, Progress progress)
      throws SeedFileException, IOException {
    try (SealedFile file = SealedFile.open(keys, patience, in)) {
      ChunkReader chunks = new ChunkReader(file.reader(), progress::refused);
      ChunkWork check = new ChunkCheck(file.transport(), ledger, institution);
      new Pipeline(chunks, check, progress, patience).run();
      in.drain();
    } catch (PskcException e) {
      throw new SeedFileException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      if (in.spoolFailure() != null) {
        throw e;
      }
      throw new SeedFileException("the seed file broke off; send it again", e);
    }
  }

  /** Tells the reason, such as a full disk, and not where the server keeps its files. */
  private static SeedFileException spoolFailed(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return new SeedFileException(
        "the server cannot keep the file (" + reason + "), and keeps nothing of it", e);
  }
}
