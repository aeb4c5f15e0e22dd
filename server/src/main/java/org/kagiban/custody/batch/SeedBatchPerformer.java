package org.kagiban.custody.batch;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.KeyCustody;
import org.kagiban.custody.LoadListener;
import org.kagiban.custody.Patience;
import org.kagiban.custody.SeedFileException;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyDesk.RunListener;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedBatch;
import org.kagiban.custody.ceremony.CeremonyRefusedException;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.custody.ceremony.Performer;
import org.kagiban.custody.pskc.PskcException;
import org.kagiban.token.Institution;
import org.kagiban.verification.Journal;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TrustedClock;

/**
 * Loads an approved batch from the spool. One that was cut off is taken up by loading the file
 * again: what is there already is compared and passed over. The file stays in the spool until
 * {@link SpoolKeeper} finds the ceremony ended.
 */
public final class SeedBatchPerformer implements Performer<SeedBatch> {
  private final Spool spool;
  private final KeyCustody keys;
  private final TokenLedger ledger;
  private final Journal journal;
  private final TrustedClock clock;
  private final Predicate<Institution> known;
  private final Patience patience;

  /**
   * @param known whether an institution is one of the configuration's
   */
  public SeedBatchPerformer(
      Spool spool,
      KeyCustody keys,
      TokenLedger ledger,
      Journal journal,
      TrustedClock clock,
      Predicate<Institution> known,
      Patience patience) {
    this.spool = spool;
    this.keys = keys;
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.known = known;
    this.patience = patience;
  }

  @Override
  public void check(SeedBatch plan) {
    requireInstitution(plan);
    try {
      // Its content is checked when it is loaded.
      spool.open(plan.sha256()).close();
    } catch (NoSuchFileException e) {
      throw missing();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void requireInstitution(SeedBatch plan) {
    if (!known.test(plan.institution())) {
      throw new CeremonyRefusedException(
          "INSTITUTION_NOT_FOUND",
          "the server's configuration has no institution " + plan.institution().id());
    }
  }

  @Override
  public Performed perform(
      CeremonyId ceremony, Custodian by, SeedBatch plan, RunInput input, RunListener listener) {
    requireInstitution(plan);
    Progress progress = new Progress(new Ears(listener, plan.records()));
    try (VerifiedInput in = VerifiedInput.open(spool, plan.sha256());
        SealedFile file = SealedFile.open(keys, patience, in)) {
      load(file, ceremony, by, plan, progress);
    } catch (NoSuchFileException e) {
      throw missing();
    } catch (VerifiedInput.ChangedException e) {
      throw new CeremonyRefusedException(
          "SEED_FILE_CHANGED",
          "the seed file in the server's spool is not the one that was approved: somebody changed"
              + " it. Find out who; nothing more is loaded");
    } catch (SeedFileException | PskcException e) {
      throw new CeremonyRefusedException("SEED_FILE_REFUSED", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw unreadable(e);
    }
    return new Performed(List.of(), List.of(), List.of(), facts(plan, progress));
  }

  private static CeremonyRefusedException missing() {
    return new CeremonyRefusedException(
        "SEED_FILE_MISSING",
        "the server does not hold the seed file any more; upload it again with `kagiban seeds"
            + " propose`, and run this ceremony again");
  }

  private static CeremonyRefusedException unreadable(IOException e) {
    return new CeremonyRefusedException(
        "SEED_FILE_UNREADABLE", "the server cannot read the seed file: " + e.getMessage());
  }

  private void load(
      SealedFile file, CeremonyId ceremony, Custodian by, SeedBatch plan, Progress progress)
      throws PskcException, IOException {
    UnaryOperator<AuditEvent.Builder> about =
        event ->
            event
                .with(EventField.CEREMONY, ceremony.toString())
                .with(EventField.CALLER, by.name())
                .with(EventField.PERSON, by.person())
                .with(EventField.INSTITUTION, plan.institution().id())
                .with(EventField.HASH, HexFormat.of().parseHex(plan.sha256()));
    write(EventKind.SEED_BATCH_STARTED, about);
    ChunkCheck check = new ChunkCheck(file.transport(), ledger, plan.institution());
    Registration registration = new Registration(ledger, clock, plan.institution(), ceremony, by);
    ChunkWork load = new ChunkLoad(file.transport(), check, registration);
    ChunkReader chunks = new ChunkReader(file.reader(), progress::refused);
    try {
      new Pipeline(chunks, load, progress, patience).run();
    } finally {
      write(
          EventKind.SEED_BATCH_FINISHED,
          event ->
              about
                  .apply(event)
                  .with(EventField.LOADED, progress.good())
                  .with(EventField.UNCHANGED, progress.unchanged())
                  .with(EventField.REFUSED, progress.refused())
                  .with(EventField.VALUE, reasons(progress)));
    }
  }

  /** How many records were refused for each reason, null where none was. */
  private static @Nullable String reasons(Progress progress) {
    String reasons =
        progress.refusedByReason().entrySet().stream()
            .map(reason -> reason.getKey() + "=" + reason.getValue())
            .collect(Collectors.joining(" "));
    return reasons.isEmpty() ? null : reasons;
  }

  private void write(EventKind kind, UnaryOperator<AuditEvent.Builder> fields) {
    patience.of(() -> journal.write(kind, fields));
  }

  private static Map<String, String> facts(SeedBatch plan, Progress progress) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("good-when-checked", Long.toString(plan.records()));
    facts.put("loaded", Long.toString(progress.good()));
    facts.put("unchanged", Long.toString(progress.unchanged()));
    facts.put("refused", Long.toString(progress.refused()));
    progress
        .refusedByReason()
        .forEach((reason, count) -> facts.put("refused-" + reason, Long.toString(count)));
    return facts;
  }

  /** Tells a run's listener. */
  private record Ears(RunListener listener, long expected) implements LoadListener {
    @Override
    public void refused(long record, String tokenId, String reason, String message) {
      listener.refused(record, tokenId, reason, message);
    }

    @Override
    public void progress(long records) {
      listener.progress("load seeds", records, Math.max(records, expected));
    }
  }
}
