package org.kagiban.cli;

import java.nio.file.Path;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.SignedCheckpoint;

/** Says why what a server sends is not taken into a copy. */
final class AuditExportRefusals {
  private AuditExportRefusals() {}

  /** Two signed checkpoints that are of no one log: the proof that somebody changed the past. */
  static CliException anotherPast(
      AuditExportFolder folder, SignedCheckpoint ours, SignedCheckpoint theirs) {
    Path evidence = folder.evidence(ours, theirs);
    return new CliException(
        Exit.FINDINGS,
        ("the server shows another past: its log of %,d events (root %s) does not begin with the"
                + " %,d events (root %s) that it signed before. This copy was left as it is. Both"
                + " signed checkpoints are in %s: keep them, they prove it to anybody")
            .formatted(size(theirs), root(theirs), size(ours), root(ours), evidence));
  }

  static CliException shorter(
      AuditExportFolder folder, SignedCheckpoint ours, SignedCheckpoint theirs) {
    Path evidence = folder.evidence(ours, theirs);
    return new CliException(
        Exit.FINDINGS,
        ("the server's log is shorter than this copy: it has %,d events, and signed %,d before."
                + " It was rolled back, or this is another server's. This copy was left as it is;"
                + " both signed checkpoints are in %s")
            .formatted(size(theirs), size(ours), evidence));
  }

  static CliException notTheKey(String why) {
    return new CliException(
        Exit.FINDINGS,
        "the server's checkpoint is not to be believed: %s. Nothing was taken; where the log's key"
                .formatted(AuditEventText.safe(why))
            + " was replaced in a ceremony, give both keys with --vkey");
  }

  static CliException unfit(String what) {
    return new CliException(
        Exit.REFUSED,
        "what the server sent does not fit its own checkpoint: %s. It was not taken; the copy is"
                .formatted(AuditEventText.safe(what))
            + " as good as before");
  }

  private static String root(SignedCheckpoint signed) {
    return signed.checkpoint().root().base64();
  }

  private static long size(SignedCheckpoint signed) {
    Checkpoint checkpoint = signed.checkpoint();
    return checkpoint.size();
  }
}
