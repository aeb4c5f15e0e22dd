package org.kagiban.rpc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogView;
import org.kagiban.audit.log.Sequencer;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tile.TileSource;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreConfig;
import org.kagiban.verification.Journal;
import org.kagiban.verification.TrustedClock;

/** A log with a database and a folder, signed with a key of the JDK and only when waited for. */
final class TestLog implements LogView, AutoCloseable {
  final SqlLedger ledger;
  final Journal journal;
  final TileFiles files;
  private final TestSigner signer;
  private @Nullable Sequencer sequencer;
  volatile byte @Nullable [] cosigned;

  TestLog(Path folder, TestSigner signer) {
    this.signer = signer;
    ledger = new SqlLedger(StoreConfig.at(folder.resolve("test-log.db")), Clock.systemUTC());
    journal =
        new Journal(ledger, new TrustedClock(Clock.systemUTC(), System::nanoTime, Instant.EPOCH));
    files = TileFiles.quick(folder.resolve("log"));
  }

  /** Writes events about tokens; the id of the last one. */
  EventId add(int count, String institution) {
    List<CompletableFuture<EventId>> written = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      written.add(
          journal.write(
              EventKind.REQUEST_REFUSED,
              event ->
                  event
                      .with(EventField.INSTITUTION, institution)
                      .with(EventField.REQUEST, "request " + number)));
    }
    written.forEach(CompletableFuture::join);
    return written.get(count - 1).join();
  }

  List<AuditEvent> events(EventKind kind) throws IOException {
    return ledger.events().read(0, 1_000_000).stream()
        .map(EventEncoding::decode)
        .filter(event -> event.kind() == kind)
        .toList();
  }

  TrustedKeys keys() {
    return TrustedKeys.of(signer.verifier());
  }

  @Override
  public @Nullable SignedCheckpoint checkpoint() throws IOException {
    byte[] note = files.checkpoint();
    try {
      return note == null ? null : keys().open(note);
    } catch (NoteException e) {
      throw new IOException(e);
    }
  }

  @Override
  public byte @Nullable [] cosigned() {
    return cosigned;
  }

  @Override
  public @Nullable String verifierKey() {
    return sequencer == null ? null : signer.verifier().vkey();
  }

  @Override
  public TileSource tiles() {
    return files;
  }

  /** From now on there is a key. */
  SignedCheckpoint sign() throws IOException {
    if (sequencer == null) {
      sequencer = Sequencer.open(ledger.events(), files, signer);
    }
    var unused = sequencer.step();
    return Objects.requireNonNull(checkpoint());
  }

  @Override
  public synchronized @Nullable SignedCheckpoint awaitCommitted(Duration most) throws IOException {
    return sequencer == null ? null : sign();
  }

  @Override
  public void close() {
    ledger.close();
  }
}
