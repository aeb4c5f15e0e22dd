package org.kagiban.cli;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.kagiban.audit.EventId;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.reconcile.Expected;
import org.kagiban.audit.reconcile.Reconciliation;

/**
 * A copy of a server's log in a folder, and what an auditor asks that server. Every call throws
 * {@link CliException} with a sentence on what is wrong. Not for two threads at once.
 */
public final class AuditCopy {
  private final Path path;
  private final AuditTrust trust;
  private final Consumer<String> notes;

  AuditCopy(Path path, AuditTrust trust, Consumer<String> notes) {
    this.path = path;
    this.trust = trust;
    this.notes = notes;
  }

  /**
   * Takes the copy up to date; on a failure it is as before.
   *
   * @return the server's checkpoint, which continues each that the copy saw before
   */
  public SignedCheckpoint refresh(Session session, Progress progress) {
    try {
      return export(AuditExportFolder.open(path)).run(session, progress).checkpoint();
    } catch (StatusRuntimeException e) {
      throw Faults.explain(e, session.target());
    }
  }

  /**
   * Takes the copy up to date, asks the server for an inventory, and compares on this machine.
   *
   * @param deep whether every seed that rests in the database is unwrapped in the HSM
   */
  public Reconciliation.Result reconcile(Session session, boolean deep, Progress progress) {
    try {
      return compared(session, deep, progress);
    } catch (StatusRuntimeException e) {
      throw Faults.explain(e, session.target());
    }
  }

  private Reconciliation.Result compared(Session session, boolean deep, Progress progress) {
    AuditExportFolder folder = AuditExportFolder.open(path);
    // First, so that little of the log is new after the inventory.
    var unused = export(folder).run(session, progress);
    try (AuditReconcileInventory inventory =
        AuditReconcileInventory.take(session, deep, progress)) {
      AuditExport.Done log = export(folder).run(session, progress);
      Expected expected = new Expected(new EventId(inventory.event()));
      AuditReconcileLog.read(folder, log.checkpoint(), expected, progress);
      return compare(expected, inventory, progress);
    }
  }

  private static Reconciliation.Result compare(
      Expected expected, AuditReconcileInventory inventory, Progress progress) {
    if (!expected.reachesInventory()) {
      throw new CliException(
          Exit.FINDINGS,
          "the log does not have the inventory's own event %s, though the server gave it"
              .formatted(inventory.event()));
    }
    Reconciliation reconciliation = new Reconciliation(expected, inventory.partition());
    inventory.forEach(reconciliation::add, progress);
    return reconciliation.finish();
  }

  private AuditExport export(AuditExportFolder folder) {
    return new AuditExport(folder, trust, notes);
  }
}
