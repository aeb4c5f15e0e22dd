package org.kagiban.custody.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.KeyCustody;
import org.kagiban.custody.LoadListener;
import org.kagiban.custody.Patience;
import org.kagiban.custody.SeedFileException;
import org.kagiban.custody.UploadReport;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyDesk.RunListener;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedBatch;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.custody.ceremony.Performer.Performed;
import org.kagiban.store.FolderSpool;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreConfig;
import org.kagiban.token.Institution;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.Caller;
import org.kagiban.verification.Journal;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TrustedClock;

/** A server's store and spool, and an HSM. */
final class BatchWorld implements AutoCloseable, LoadListener, RunListener {
  static final Institution OURS = new Institution("sample-cu");
  static final Institution OTHERS = new Institution("other-cu");

  final Path folder;
  final SqlLedger store;
  final KeyCustody keys;
  final CeremonyId ceremony = CeremonyId.random();
  final List<String> told = new ArrayList<>();
  final TrustedClock clock = new TrustedClock(Clock.systemUTC(), System::nanoTime, Instant.EPOCH);
  TokenLedger ledger;
  Spool spool;

  BatchWorld(Path folder, KeyCustody keys) throws Exception {
    this.folder = folder;
    this.keys = keys;
    store = new SqlLedger(StoreConfig.at(folder.resolve("kagiban.db")), Clock.systemUTC());
    ledger = store;
    spool = new FolderSpool(folder.resolve("spool"), Clock.systemUTC());
  }

  UploadReport upload(byte[] file) throws SeedFileException {
    return upload(OURS, file);
  }

  UploadReport upload(Institution institution, byte[] file) throws SeedFileException {
    return new SeedBatches(spool, keys, ledger, new Journal(ledger, clock), new Patience(w -> {}))
        .upload(
            new Caller("custodian-1", Set.of(institution)),
            institution,
            "tokens.xml",
            new java.io.ByteArrayInputStream(file),
            this);
  }

  Performed perform(Custodian by, Institution institution, String sha256, long records) {
    return performer()
        .perform(
            ceremony, by, new SeedBatch("p", institution, sha256, records), RunInput.NONE, this);
  }

  SeedBatchPerformer performer() {
    return new SeedBatchPerformer(
        spool,
        keys,
        ledger,
        new Journal(ledger, clock),
        clock,
        Set.of(OURS, OTHERS)::contains,
        new Patience(wait -> {}));
  }

  @Nullable Token find(String id) {
    return store.find(new TokenId(id)).join();
  }

  Token token(String id) {
    return Objects.requireNonNull(find(id));
  }

  int tokens() {
    return store.list(OURS, null, 1000).join().size();
  }

  List<AuditEvent> events(EventKind kind) {
    return store.readEvents(0, 100_000).join().stream()
        .map(EventEncoding::decode)
        .filter(event -> event.kind() == kind)
        .toList();
  }

  List<String> spooled() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public void refused(long record, String tokenId, String reason, String message) {
    told.add(record + " " + tokenId + " " + reason);
  }

  @Override
  public void progress(long records) {}

  @Override
  public void progress(String step, long done, long total) {}

  @Override
  public void close() {
    store.close();
  }
}
