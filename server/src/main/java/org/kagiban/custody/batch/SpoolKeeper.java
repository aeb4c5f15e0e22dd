package org.kagiban.custody.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.kagiban.custody.Patience;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.Ceremony.Status;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CeremonyPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes seed files that nothing needs any more: whose ceremony has ended since they came, or that
 * no ceremony names for some days. Thread-safe.
 */
public final class SpoolKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolKeeper.class);
  private static final int LATEST = 1000;

  private final Spool spool;
  private final CeremonyLedger ceremonies;
  private final InstantSource clock;
  private final Duration leftover;

  /**
   * @param leftover after how long a file goes that no ceremony names
   */
  public SpoolKeeper(
      Spool spool, CeremonyLedger ceremonies, InstantSource clock, Duration leftover) {
    this.spool = spool;
    this.ceremonies = ceremonies;
    this.clock = clock;
    this.leftover = leftover;
  }

  /**
   * Looks through the spool once.
   *
   * @return how many files it removed
   * @throws IOException where a file cannot be removed
   * @throws org.kagiban.verification.UnavailableException where the store fails
   */
  public int sweep() throws IOException {
    List<Ceremony> latest = Patience.await(ceremonies.latest(LATEST));
    int removed = 0;
    for (Spool.Entry entry : spool.list()) {
      List<Ceremony> naming =
          latest.stream().filter(ceremony -> names(ceremony, entry.sha256())).toList();
      if (done(entry, naming)) {
        spool.delete(entry.sha256());
        LOG.info("seed file {} left the spool", entry.sha256());
        removed++;
      }
    }
    return removed;
  }

  private boolean done(Spool.Entry entry, List<Ceremony> naming) {
    if (naming.stream().anyMatch(SpoolKeeper::open)) {
      return false;
    }
    boolean endedSince =
        naming.stream().anyMatch(ceremony -> lastAct(ceremony).isAfter(entry.since()));
    return endedSince || entry.since().plus(leftover).isBefore(clock.instant());
  }

  private static boolean open(Ceremony ceremony) {
    return ceremony.status() == Status.PROPOSED || ceremony.status() == Status.RUNNING;
  }

  private static Instant lastAct(Ceremony ceremony) {
    return ceremony.signed().get(ceremony.signed().size() - 1).statement().at();
  }

  private static boolean names(Ceremony ceremony, String sha256) {
    return ceremony.kind().equals(CeremonyPlan.SeedBatch.KIND)
        && new String(ceremony.file(), StandardCharsets.UTF_8).contains(sha256);
  }
}
