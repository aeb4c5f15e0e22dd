package org.kagiban.app;

import java.util.concurrent.CompletableFuture;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.hsm.SeedRefusals;
import org.kagiban.token.TokenId;
import org.kagiban.verification.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operator and auditors of stored seeds that were refused. */
final class SeedRefusalLog implements SeedRefusals {
  private static final Logger LOG = LoggerFactory.getLogger(SeedRefusalLog.class);

  private final Journal journal;

  SeedRefusalLog(Journal journal) {
    this.journal = journal;
  }

  @Override
  public void refused(TokenId token, String why) {
    LOG.error("the stored seed of token {} is not used: {}", token, why);
    CompletableFuture<EventId> unused =
        journal
            .write(
                EventKind.SEED_REFUSED,
                event ->
                    event
                        .with(EventField.TOKEN, token.value())
                        .with(EventField.KEY, token.value())
                        .with(EventField.REASON, why))
            .whenComplete(
                (id, thrown) -> {
                  if (thrown != null) {
                    LOG.error("that could not be written to the audit log", thrown);
                  }
                });
  }
}
