package org.kagiban.audit.witness;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.Cosignature;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.NoteSigner;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tree.ConsistencyProof;

/**
 * Cosigns checkpoints of the logs that it knows, each only where it continues the last: the rules
 * of c2sp.org/tlog-witness, "add-checkpoint". Thread-safe.
 */
public final class Witness {
  private final NoteSigner signer;
  private final Map<String, TrustedKeys> logs;
  private final WitnessState state;
  private final Clock clock;
  private final WitnessJournal journal;

  /**
   * @param logs the keys of the logs that it knows; of two keys of one name, either may sign
   */
  public Witness(
      NoteSigner signer,
      Collection<VerifierKey> logs,
      WitnessState state,
      Clock clock,
      WitnessJournal journal) {
    this.signer = signer;
    this.journal = journal;
    this.state = state;
    this.clock = clock;
    Map<String, Set<VerifierKey>> byName =
        logs.stream().collect(Collectors.groupingBy(VerifierKey::name, Collectors.toSet()));
    Map<String, TrustedKeys> trusted = new HashMap<>();
    byName.forEach(
        (origin, keys) -> trusted.put(origin, new TrustedKeys(origin, keys, Set.of(), 0)));
    this.logs = Map.copyOf(trusted);
  }

  /**
   * Answers a request.
   *
   * @throws IOException where the state cannot be read or kept: answer 500, nothing was signed
   */
  public WitnessAnswer addCheckpoint(byte[] body) throws IOException {
    AddCheckpoint request;
    String origin;
    try {
      request = AddCheckpoint.parse(body);
      origin = Checkpoint.parse(SignedNote.parse(request.checkpoint()).text()).origin();
    } catch (NoteException e) {
      return WitnessAnswer.refused(400, "not a request: " + e.getMessage());
    }
    TrustedKeys keys = logs.get(origin);
    if (keys == null) {
      return WitnessAnswer.refused(404, "unknown log");
    }
    try {
      return decide(request, keys.open(request.checkpoint()));
    } catch (NoteException e) {
      return WitnessAnswer.refused(403, "not the log's: " + e.getMessage());
    }
  }

  private WitnessAnswer decide(AddCheckpoint request, SignedCheckpoint signed) throws IOException {
    Checkpoint checkpoint = signed.checkpoint();
    TreeHead next = new TreeHead(checkpoint.size(), checkpoint.root());
    if (request.oldSize() > next.size()) {
      return WitnessAnswer.refused(400, "the old size is larger than the checkpoint's");
    }
    TreeHead last = state.latest(checkpoint.origin());
    if (next.size() == last.size() && !next.root().equals(last.root())) {
      SignedNote known = state.note(checkpoint.origin());
      if (known != null) {
        journal.forked(known, signed.note());
      }
      return WitnessAnswer.conflict(last.size());
    }
    if (request.oldSize() != last.size()) {
      return WitnessAnswer.conflict(last.size());
    }
    if (!ConsistencyProof.holds(
        last.size(), last.root(), next.size(), next.root(), request.proof())) {
      journal.unproved(checkpoint, last);
      return WitnessAnswer.refused(422, "the consistency proof does not hold");
    }
    // Taken first: later, another request may have made a larger tree the largest.
    Instant time = clock.instant();
    if (!state.replace(checkpoint.origin(), last, signed)) {
      return WitnessAnswer.conflict(state.latest(checkpoint.origin()).size());
    }
    String line = Cosignature.make(signed.note().text(), signer, time).line();
    journal.cosigned(checkpoint);
    return WitnessAnswer.signed(line + "\n");
  }
}
