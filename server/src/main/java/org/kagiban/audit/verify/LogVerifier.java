package org.kagiban.audit.verify;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.tile.TileSource;

/**
 * Checks a whole log under a verified checkpoint in one pass: tiles, entries, chains, keys' lives,
 * ceremonies, order. Not thread-safe; for one use.
 */
public final class LogVerifier {
  private final TileSource tiles;
  private final SignedCheckpoint checkpoint;

  /**
   * @param tiles not trusted
   * @param checkpoint its signature was verified
   */
  public LogVerifier(TileSource tiles, SignedCheckpoint checkpoint) {
    this.tiles = tiles;
    this.checkpoint = checkpoint;
  }

  /**
   * Reads everything.
   *
   * @param progress told after each bundle how many events were read so far
   * @throws IOException where the source fails; what is wrong with the log is a finding
   */
  public Report verify(LongConsumer progress) throws IOException {
    Findings findings = new Findings();
    Rules rules = new Rules(findings);
    new LogScan(tiles, checkpoint.checkpoint(), findings).run(rules, progress);
    return rules.report();
  }
}
