package org.kagiban.app;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.config.AuditSection;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.audit.file.TileArchive;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.EventSource;
import org.kagiban.audit.log.LogRefusedException;
import org.kagiban.audit.log.LogStore;
import org.kagiban.audit.log.Sequencer;
import org.kagiban.audit.log.SigningTurn;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.hsm.CheckpointSigner;
import org.kagiban.hsm.HsmWorkers;
import org.kagiban.hsm.Partition;
import org.kagiban.store.SqlLedger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the signed log out of events, HSM and folders. */
final class LogAssembly {
  private static final Logger LOG = LoggerFactory.getLogger(LogAssembly.class);

  private final AuditSection section;
  private final String origin;
  private final HsmWorkers workers;
  private final EventSource events;
  private final SigningTurn turn;
  private final TileFiles files;
  private final @Nullable TileArchive archive;
  private final LogWitnesses witnesses;
  private volatile boolean lostItsKey;

  LogAssembly(ServerConfig config, Partition partition, HsmWorkers workers, SqlLedger ledger) {
    this.section = config.audit();
    this.origin = origin(section, partition.label());
    this.workers = workers;
    this.events = ledger.events();
    this.turn = ledger.turn();
    this.files = TileFiles.durable(section.folder());
    this.archive =
        section.archive() == null
            ? null
            : new TileArchive(files, TileFiles.durable(section.archive()));
    this.witnesses = new LogWitnesses(section, store());
  }

  static String origin(AuditSection section, String label) {
    return section.origin() != null ? section.origin() : Checkpoint.usualOrigin(label);
  }

  /** Log's folder and archive as one. */
  LogStore store() {
    return archive == null ? files : archive.both();
  }

  /** For those who read it. */
  PublishedLog view() {
    return new PublishedLog(store(), events, section.folder(), section.formerKeys());
  }

  LogPublisher publisher() {
    return new LogPublisher(this::open, turn, witnesses, System::nanoTime);
  }

  /** Those who cosign; to be closed once nothing is signed any more. */
  LogWitnesses witnesses() {
    return witnesses;
  }

  /** Moves old bundles away; empty where no archive is configured. */
  Optional<LogArchiving> archive(LogPublisher publisher) {
    return archive == null
        ? Optional.empty()
        : Optional.of(
            new LogArchiving(
                archive, section.keepEvents(), () -> publisher.published().orElse(null)));
  }

  /** Whether the log was signed once and its key is gone: the server serves, and is not well. */
  boolean lostItsKey() {
    return lostItsKey;
  }

  private @Nullable Sequencer open() {
    CheckpointSigner signer = CheckpointSigner.find(workers, origin).orElse(null);
    try {
      lostItsKey = signer == null && files.checkpoint() != null;
      if (signer == null) {
        warnOfMissingKey();
        return null;
      }
      Sequencer log = Sequencer.open(events, store(), signer, section.formerKeys(), turn);
      // Only now: until the log is taken up, the file names the key that signed it.
      VerifierKey key = VerifierKey.of(origin, KeyType.ED25519, signer.publicKey());
      files.writeVerifierKey(key);
      witnesses.signedBy(key);
      LOG.info("the log {} in {} is signed by {}", origin, section.folder(), key.vkey());
      return log;
    } catch (IOException e) {
      throw new LogRefusedException("the log's folder cannot be used: " + e.getMessage(), e);
    }
  }

  private void warnOfMissingKey() {
    if (!lostItsKey) {
      LOG.info("the log is not signed yet: perform a checkpoint-key ceremony");
    } else {
      LOG.warn(
          "the log in {} was signed before, and the partition has no key kagiban-checkpoint any more:"
              + " nothing is signed until a checkpoint-key ceremony makes one; then list the line of"
              + " the file vkey under audit.former-keys",
          section.folder());
    }
  }
}
