package org.kagiban.audit.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tile.BadTileException;

/**
 * Compares what the log's folder and the database hold before the log goes on: a signature over a
 * changed past would deny the one before. Every refusal says what was found and what to do.
 */
final class LogOpening {
  private static final String RESTORE =
      "; nothing was signed and nothing was changed. Find out who changed it before you restore"
          + " the newest copies of database and log folder, which belong together";

  private final EventSource events;
  private final LogStore store;
  private final VerifierKey key;
  private final Set<VerifierKey> former;

  LogOpening(EventSource events, LogStore store, VerifierKey key, Set<VerifierKey> former) {
    this.events = events;
    this.store = store;
    this.key = key;
    this.former = former;
  }

  /** The newest checkpoint, null where the log begins. */
  @Nullable SignedCheckpoint check() {
    try {
      byte[] note = store.checkpoint();
      if (note == null) {
        requireNothingForgotten(0, "the log's folder has no checkpoint");
        return null;
      }
      SignedCheckpoint signed = verify(note);
      requireAll(signed.checkpoint());
      compare(LogReader.open(store, signed));
      return signed;
    } catch (BadTileException e) {
      throw new LogRefusedException("the log's folder is damaged: " + e.getMessage() + RESTORE, e);
    } catch (IOException e) {
      throw new LogRefusedException(
          "log folder or database cannot be read: " + e.getMessage() + RESTORE, e);
    }
  }

  private SignedCheckpoint verify(byte[] note) {
    String origin;
    try {
      origin = Checkpoint.parse(SignedNote.parse(note).text()).origin();
    } catch (NoteException e) {
      throw new LogRefusedException(
          "the log's checkpoint cannot be read: " + e.getMessage() + RESTORE, e);
    }
    if (!origin.equals(key.name())) {
      throw new LogRefusedException(
          "the folder holds the log "
              + origin
              + ", but this server's is "
              + key.name()
              + ": set audit.origin to the old name, or audit.folder to another folder");
    }
    try {
      Set<VerifierKey> keys = new HashSet<>(former);
      keys.add(key);
      return new TrustedKeys(origin, keys, Set.of(), 0).open(note);
    } catch (NoteException e) {
      throw new LogRefusedException(
          "the log's checkpoint is not signed by the key kagiban-checkpoint of this partition ("
              + key.vkey()
              + "): "
              + e.getMessage()
              + ". If a ceremony replaced the key, list the old one's line from the file vkey under"
              + " audit.former-keys; else the checkpoint is forged, or of another HSM"
              + RESTORE,
          e);
    }
  }

  private void requireAll(Checkpoint checkpoint) throws IOException {
    long size = events.size();
    if (size < checkpoint.size()) {
      throw new LogRefusedException(
          "the database is older than the log, or its end was cut off: it has "
              + size
              + " events, and "
              + checkpoint.size()
              + " were signed; event "
              + size
              + " is the first that is missing"
              + RESTORE);
    }
    requireNothingForgotten(
        checkpoint.size(), "the log's checkpoint is older than the database's events");
  }

  private void requireNothingForgotten(long signed, String found) throws IOException {
    long first = events.first();
    if (first > signed) {
      throw new LogRefusedException(
          found
              + ": it is of "
              + signed
              + " events, and the database holds events from "
              + first
              + " on, since more were signed before: the folder is an older copy, or a part of it"
              + " was deleted"
              + RESTORE);
    }
  }

  private void compare(LogReader log) throws IOException {
    long at = events.first();
    while (at < log.size()) {
      int wanted = (int) Math.min(Sequencer.BATCH, log.size() - at);
      List<byte[]> entries = Sequencer.readAll(events, at, wanted);
      for (int i = 0; i < wanted; i++) {
        byte[] logged = log.entry(at + i);
        if (!Arrays.equals(entries.get(i), logged)) {
          throw changed(log, at + i, entries.subList(i, wanted), logged);
        }
      }
      at += wanted;
    }
  }

  private static LogRefusedException changed(
      LogReader log, long first, List<byte[]> kept, byte[] logged) throws IOException {
    List<byte[]> signed = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      signed.add(log.entry(first + i));
    }
    return new LogRefusedException(
        "the database was changed: its event "
            + first
            + " is "
            + words(kept.get(0))
            + ", and the log, which is signed, has "
            + words(logged)
            + " there: "
            + new ChangedPast(first, kept, signed).words()
            + RESTORE);
  }

  private static String words(byte[] entry) {
    try {
      return EventEncoding.decode(entry).toString();
    } catch (IllegalArgumentException e) {
      return "no event (" + e.getMessage() + ")";
    }
  }
}
