package org.kagiban.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.NoteException.Problem;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.verify.CheckpointHistory;
import org.kagiban.audit.verify.Finding;
import org.kagiban.audit.verify.Finding.Rule;
import org.kagiban.audit.verify.LogVerifier;
import org.kagiban.audit.verify.Report;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All checks of one folder, one after another. For one use. */
public final class AuditVerification {
  private static final Logger LOG = LoggerFactory.getLogger(AuditVerification.class);

  private final AuditFolder folder;
  private final List<Path> kept;
  private final List<Finding> findings = new ArrayList<>();
  private final List<SignedCheckpoint> earlier = new ArrayList<>();

  /**
   * @param kept files of earlier checkpoints, and folders of such files
   */
  public AuditVerification(AuditFolder folder, List<Path> kept) {
    this.folder = folder;
    this.kept = kept;
  }

  /**
   * @throws CliException where the newest checkpoint is not to be believed: then there is nothing
   *     to check the rest against
   */
  public AuditResult run(Progress progress) {
    SignedCheckpoint newest = folder.newest();
    readEarlier();
    SignedCheckpoint witnessed = witnessed(newest);
    long start = System.nanoTime();
    try {
      Report report =
          new LogVerifier(folder.tiles(), newest)
              .verify(events -> progress.at("verifying", events, newest.checkpoint().size()));
      long nanos = System.nanoTime() - start;
      compare(newest, report);
      return new AuditResult(
          newest, witnessed, report, findings, ids(newest, report), earlier.size(), nanos);
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }

  /** What cannot be read has no id; that is a finding of its own. */
  private Map<Long, String> ids(SignedCheckpoint newest, Report report) {
    Map<Long, String> ids = new HashMap<>();
    try {
      LogReader log = LogReader.open(folder.tiles(), newest);
      for (Finding finding : report.findings()) {
        if (finding.index() >= 0) {
          id(log, finding.index(), ids);
        }
      }
    } catch (IOException e) {
      LOG.debug("no event ids", e);
    }
    return ids;
  }

  private static void id(LogReader log, long index, Map<Long, String> ids) {
    try {
      ids.put(index, log.event(index).id().toString());
    } catch (IOException e) {
      LOG.debug("no event id", e);
    }
  }

  private void compare(SignedCheckpoint newest, Report report) throws IOException {
    try {
      findings.addAll(CheckpointHistory.check(folder.tiles(), newest, earlier));
    } catch (IOException e) {
      if (report.clean()) {
        throw e;
      }
      add("earlier checkpoints were not compared, since the tiles do not fit: " + e.getMessage());
    }
  }

  private void readEarlier() {
    List<Path> files = new ArrayList<>(folder.earlier());
    for (Path path : kept) {
      if (Files.isDirectory(path)) {
        files.addAll(AuditFolder.files(path));
      } else {
        files.add(path);
      }
    }
    for (Path file : files) {
      try {
        earlier.add(folder.open(file, 0));
      } catch (NoteException e) {
        add(
            "the earlier checkpoint %s is not to be believed: %s"
                .formatted(file, AuditFaults.why(e)));
      }
    }
  }

  /** The newest checkpoint that enough witnesses signed; the newest of all where none does. */
  private SignedCheckpoint witnessed(SignedCheckpoint newest) {
    int quorum = folder.keys().quorum();
    Path cosigned = folder.path().resolve(AuditFolder.COSIGNED);
    if (quorum == 0) {
      return newest;
    }
    try {
      return folder.open(folder.path().resolve(AuditFolder.CHECKPOINT), quorum);
    } catch (NoteException e) {
      if (e.problem() != Problem.TOO_FEW_WITNESSES || !Files.isRegularFile(cosigned)) {
        add("the newest checkpoint: " + AuditFaults.why(e));
        return newest;
      }
    }
    try {
      SignedCheckpoint found = folder.open(cosigned, quorum);
      earlier.add(found);
      return found;
    } catch (NoteException e) {
      add("the cosigned checkpoint: " + AuditFaults.why(e));
      return newest;
    }
  }

  private void add(String text) {
    findings.add(new Finding(Rule.TREE, -1, "", text));
  }
}
