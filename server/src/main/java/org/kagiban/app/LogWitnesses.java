package org.kagiban.app;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.config.AuditSection;
import org.kagiban.audit.file.CosignedFiles;
import org.kagiban.audit.http.Cosigner;
import org.kagiban.audit.http.HttpCalls;
import org.kagiban.audit.http.Proofs;
import org.kagiban.audit.http.WitnessClient;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tile.TileSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows each new checkpoint to the configured witnesses, in the background. Takes checkpoints from
 * one thread; may be closed by another.
 */
final class LogWitnesses implements Consumer<SignedNote>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogWitnesses.class);

  /** How long one witness may take for an answer. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final AuditSection section;
  private final TileSource tiles;
  private @Nullable Cosigner cosigner;
  private @Nullable VerifierKey key;

  /**
   * @param section names the witnesses; without one, nothing is done
   * @param tiles of the log, archived ones too
   */
  LogWitnesses(AuditSection section, TileSource tiles) {
    this.section = section;
    this.tiles = tiles;
  }

  /** The key that signs from now on. */
  synchronized void signedBy(VerifierKey log) {
    VerifierKey before = key;
    if (before == null || !before.equals(log)) {
      close();
      key = log;
    }
  }

  @Override
  public synchronized void accept(SignedNote checkpoint) {
    VerifierKey log = key;
    if (log == null || section.witnesses().isEmpty()) {
      return;
    }
    try {
      if (cosigner == null) {
        cosigner = start(log);
      }
      cosigner.offer(checkpoint);
    } catch (IOException | RuntimeException e) {
      LOG.error("witnesses cannot be asked: {}", e.getMessage(), e);
    }
  }

  int configured() {
    return section.witnesses().size();
  }

  /** How many must cosign, 0 where there is no witness. */
  int quorum() {
    return section.quorum();
  }

  /** Events under the newest checkpoint that a quorum cosigned; NaN where there is none. */
  synchronized double cosignedSize() {
    SignedNote newest = cosigner == null ? null : cosigner.newest();
    try {
      return newest == null ? Double.NaN : Checkpoint.parse(newest.text()).size();
    } catch (NoteException e) {
      throw new IllegalStateException("a checkpoint of our own cannot be read", e);
    }
  }

  private Cosigner start(VerifierKey log) throws IOException {
    Set<VerifierKey> keys = new HashSet<>(section.formerKeys());
    keys.add(log);
    HttpCalls http = HttpCalls.within(ANSWER_LIMIT);
    List<WitnessClient> clients =
        section.witnesses().stream()
            .map(one -> new WitnessClient(one.url(), one.key(), http))
            .toList();
    return Cosigner.start(
        new TrustedKeys(log.name(), keys, Set.of(), 0),
        clients,
        Math.max(1, section.quorum()),
        Proofs.of(tiles),
        new CosignedFiles(section.folder()));
  }

  @Override
  public synchronized void close() {
    if (cosigner != null) {
      cosigner.close();
      cosigner = null;
    }
  }
}
