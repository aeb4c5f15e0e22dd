package org.kagiban.cli;

import java.io.IOException;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.reconcile.Expected;
import org.kagiban.audit.tile.EntryBundle;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tile.TileReader;

/** Reads a copy of the log once, from the first event to the last, each checked. */
final class AuditReconcileLog {
  private static final String STEP = "reading the log";

  private AuditReconcileLog() {}

  static void read(
      AuditExportFolder folder, SignedCheckpoint signed, Expected into, Progress progress) {
    Checkpoint checkpoint = signed.checkpoint();
    long index = 0;
    progress.at(STEP, 0, checkpoint.size());
    try {
      TileReader tree = TileReader.open(folder.tiles(), checkpoint.size(), checkpoint.root());
      while (index < checkpoint.size()) {
        EntryBundle bundle = tree.entries(index / Tile.FULL);
        for (int i = 0; i < bundle.width(); i++) {
          into.add(index, EventEncoding.decode(bundle.entry(i)));
          index++;
        }
        progress.at(STEP, index, checkpoint.size());
      }
    } catch (IOException e) {
      throw AuditFaults.log(e);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          Exit.FINDINGS,
          "entry %d of the log is no event that this version knows: %s"
              .formatted(index, e.getMessage()),
          e);
    }
  }
}
