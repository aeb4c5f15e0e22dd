package org.kagiban.app.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.config.AuditSection;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.app.config.WitnessSection;
import org.kagiban.audit.file.TileArchive;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogFit;
import org.kagiban.audit.log.LogRefusedException;
import org.kagiban.audit.log.LogStore;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.store.StoreInspection;

/** The signed log: signature, right edge, and whether folder, database and HSM belong together. */
final class LogCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** A server that signs meanwhile moves both sides on; then it is looked again. */
  private static final int LOOKS = 5;

  private static final long PAUSE_MILLIS = 200;
  private static final String AUDIT = "kagiban audit verify checks all of it";

  private final ServerConfig config;
  private final AuditSection section;
  private final Clock clock;
  private final Findings found;

  LogCheck(ServerConfig config, Clock clock, Findings found) {
    this.config = config;
    this.section = config.audit();
    this.clock = clock;
    this.found = found;
  }

  void run(StoreFacts store, HsmFacts hsm) {
    VerifierKey key = verifierKey();
    if (key == null) {
      return;
    }
    signer(key, hsm);
    if (!store.readable) {
      found.warn("folder and database were not compared", "mend what the store's findings say");
      return;
    }
    SignedCheckpoint newest = compare(key, store);
    if (newest != null) {
      age(newest, store);
      witnesses(key);
    }
  }

  private @Nullable VerifierKey verifierKey() {
    Path file = section.folder().resolve("vkey");
    try {
      if (!Files.exists(file)) {
        found.warn(
            "the log in " + section.folder() + " is not signed yet",
            "perform a checkpoint-key ceremony: hsm-config/README.md");
        return null;
      }
      return VerifierKey.parse(Files.readString(file, StandardCharsets.UTF_8).strip());
    } catch (IOException | IllegalArgumentException e) {
      found.fail("the file " + file + " cannot be read: " + e.getMessage(), "restore the folder");
      return null;
    }
  }

  private void signer(VerifierKey key, HsmFacts hsm) {
    if (hsm.partition == null) {
      return;
    }
    byte[] own = hsm.checkpointKey;
    if (own == null) {
      found.fail(
          "the log was signed before, and the partition has no key kagiban-checkpoint any more",
          "perform a checkpoint-key ceremony; then list the line of the file vkey under"
              + " audit.former-keys");
    } else {
      found.expect(
          Arrays.equals(own, key.publicKey()),
          "the partition's key is the one that signs this log",
          "the partition's key kagiban-checkpoint is another than the one of the file vkey",
          "if a ceremony replaced it, list the old line under audit.former-keys and start the"
              + " server; else partition and log do not belong together");
    }
  }

  private @Nullable SignedCheckpoint compare(VerifierKey key, StoreFacts store) {
    try (StoreInspection events = StoreInspection.open(config.store().location())) {
      for (int look = 1; ; look++) {
        events.look();
        try {
          SignedCheckpoint newest = LogFit.check(events, files(), key, section.formerKeys());
          if (newest == null) {
            found.warn("the log has no checkpoint yet", "start the server, which signs the first");
          } else {
            found.ok(
                "the newest checkpoint, of "
                    + newest.checkpoint().size()
                    + " events, is signed by "
                    + newest.logKeys().get(0).vkey()
                    + ", and folder and database fit");
          }
          return newest;
        } catch (LogRefusedException e) {
          if (store.server.isEmpty() || look == LOOKS) {
            found.fail(String.valueOf(e.getMessage()), AUDIT);
            return null;
          }
          pause();
        }
      }
    }
  }

  private LogStore files() {
    TileFiles files = TileFiles.quick(section.folder());
    return section.archive() == null
        ? files
        : new TileArchive(files, TileFiles.quick(section.archive())).both();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void age(SignedCheckpoint newest, StoreFacts store) {
    long unsigned = store.events - newest.checkpoint().size();
    boolean old =
        store.latestEvent != null
            && Duration.between(store.latestEvent, clock.instant()).compareTo(PATIENCE) > 0;
    if (unsigned <= 0) {
      found.ok("every event is signed");
    } else if (old && store.server.isPresent()) {
      found.fail(
          unsigned + " events wait for a signature, the last since " + store.latestEvent,
          "look for 'the log cannot be signed' in the server's log");
    } else {
      found.ok(unsigned + " events wait for their signature; the server signs them");
    }
  }

  private void witnesses(VerifierKey key) {
    if (section.witnesses().isEmpty() || section.quorum() == 0) {
      return;
    }
    Set<VerifierKey> keys = new HashSet<>(section.formerKeys());
    keys.add(key);
    Set<VerifierKey> witnesses =
        section.witnesses().stream().map(WitnessSection::key).collect(Collectors.toSet());
    String remedy = "look at the server's log for what the witnesses answer";
    try {
      byte[] note = Files.readAllBytes(section.folder().resolve("cosigned"));
      SignedCheckpoint cosigned =
          new TrustedKeys(key.name(), keys, witnesses, section.quorum()).open(note);
      found.ok(
          cosigned.witnesses().size()
              + " witnesses have cosigned "
              + cosigned.checkpoint().size()
              + " events");
    } catch (IOException e) {
      found.warn("no checkpoint was cosigned by " + section.quorum() + " witnesses yet", remedy);
    } catch (NoteException e) {
      found.fail("the cosigned checkpoint is not to be believed: " + e.getMessage(), remedy);
    }
  }
}
