package org.kagiban.app;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.EventSource;
import org.kagiban.audit.log.LogStore;
import org.kagiban.audit.log.LogView;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tile.TileSource;

/**
 * The log's folder, for those who read it while it grows. What it gives is what the files say, so
 * that it is the same before and after a restart. Thread-safe.
 */
final class PublishedLog implements LogView {
  private static final long LOOK_MILLIS = 20;

  private final LogStore store;
  private final EventSource events;
  private final Path folder;
  private final Set<VerifierKey> formerKeys;

  /**
   * @param folder with the files vkey and cosigned
   * @param formerKeys keys that signed before they were replaced
   */
  PublishedLog(LogStore store, EventSource events, Path folder, Set<VerifierKey> formerKeys) {
    this.store = store;
    this.events = events;
    this.folder = folder;
    this.formerKeys = Set.copyOf(formerKeys);
  }

  @Override
  public @Nullable SignedCheckpoint checkpoint() throws IOException {
    byte[] note = store.checkpoint();
    String vkey = verifierKey();
    if (note == null || vkey == null) {
      return null;
    }
    try {
      VerifierKey key = VerifierKey.parse(vkey);
      Set<VerifierKey> keys = new HashSet<>(formerKeys);
      keys.add(key);
      return new TrustedKeys(key.name(), keys, Set.of(), 0).open(note);
    } catch (NoteException | IllegalArgumentException e) {
      throw new IOException("the checkpoint in " + folder + " is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public byte @Nullable [] cosigned() throws IOException {
    return read("cosigned");
  }

  @Override
  public @Nullable String verifierKey() throws IOException {
    byte[] vkey = read("vkey");
    return vkey == null ? null : new String(vkey, StandardCharsets.UTF_8).strip();
  }

  @Override
  public TileSource tiles() {
    return store;
  }

  @Override
  public @Nullable SignedCheckpoint awaitCommitted(Duration most) throws IOException {
    long wanted = events.size();
    long deadline = System.nanoTime() + most.toNanos();
    SignedCheckpoint now = checkpoint();
    while (now != null && now.checkpoint().size() < wanted && System.nanoTime() < deadline) {
      pause();
      now = checkpoint();
    }
    return now;
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a checkpoint");
    }
  }

  private byte @Nullable [] read(String name) throws IOException {
    try {
      return Files.readAllBytes(folder.resolve(name));
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
