package org.kagiban.audit.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.witness.CosignedStore;

/**
 * Has a log's newest checkpoint cosigned by its witnesses, in the background, and keeps the newest
 * one that a quorum cosigned. Nothing that a witness does, or does not, holds up the log: offering
 * a checkpoint takes moments. Thread-safe.
 */
public final class Cosigner implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final long CLOSE_MILLIS = 5_000;

  private final Rounds rounds;
  private final Cosigned cosigned;
  private final List<Thread> threads;

  private Cosigner(Rounds rounds, Cosigned cosigned, List<Thread> threads) {
    this.rounds = rounds;
    this.cosigned = cosigned;
    this.threads = threads;
  }

  /**
   * Starts a thread for each witness.
   *
   * @param log its name and keys, former ones too; witnesses in it do not count
   * @param witnesses each with another key
   * @param quorum how many must cosign, 1 to all
   * @param proofs of the log's own tree
   * @param store may hold what an earlier run kept
   * @throws IOException where the store cannot be read
   */
  public static Cosigner start(
      TrustedKeys log,
      List<WitnessClient> witnesses,
      int quorum,
      Proofs proofs,
      CosignedStore store)
      throws IOException {
    return start(log, witnesses, quorum, proofs, store, FIRST_PAUSE);
  }

  /**
   * @param pause before a witness that failed is asked again; doubles up to 64 times as much
   */
  static Cosigner start(
      TrustedKeys log,
      List<WitnessClient> witnesses,
      int quorum,
      Proofs proofs,
      CosignedStore store,
      Duration pause)
      throws IOException {
    Set<VerifierKey> keys =
        witnesses.stream().map(WitnessClient::key).collect(Collectors.toUnmodifiableSet());
    if (keys.size() != witnesses.size() || quorum < 1) {
      throw new IllegalArgumentException(
          "each witness has a key of its own, a quorum is 1 or more");
    }
    TrustedKeys trusted = log.withWitnesses(keys, quorum);
    Cosigned cosigned = Cosigned.open(trusted, store);
    Rounds rounds = new Rounds(keys, quorum);
    SignedCheckpoint kept = cosigned.newest();
    List<Thread> threads =
        witnesses.stream()
            .map(
                witness -> {
                  if (kept != null && kept.witnesses().contains(witness.key())) {
                    witness.resume(kept.note());
                  }
                  return new Asking(witness, proofs, rounds, cosigned, store, pause).thread();
                })
            .toList();
    threads.forEach(Thread::start);
    return new Cosigner(rounds, cosigned, threads);
  }

  /** Takes the log's newest signed checkpoint; one that waited is passed over. Never waits. */
  public void offer(SignedNote checkpoint) {
    rounds.offer(checkpoint);
  }

  /** The newest checkpoint with a quorum of cosignatures; null where there never was one. */
  public @Nullable SignedNote newest() {
    SignedCheckpoint newest = cosigned.newest();
    return newest == null ? null : newest.note();
  }

  /** Stops asking; a cosignature on its way is lost, and asked for again after the next start. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join(CLOSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether every thread has ended. */
  boolean isStopped() {
    return threads.stream().noneMatch(Thread::isAlive);
  }
}
