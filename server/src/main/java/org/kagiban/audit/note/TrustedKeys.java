package org.kagiban.audit.note;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.kagiban.audit.note.NoteException.Problem;

/**
 * Whose word about a log is believed: the log's own keys, of which one must have signed, and
 * witnesses, of which at least a number must have.
 *
 * @param origin the log's name, in the first line of its checkpoints
 * @param logKeys at least one, of type {@link KeyType#ED25519}
 * @param witnesses of type {@link KeyType#COSIGNATURE}
 * @param quorum how many witnesses must have signed, 0 to all
 */
public record TrustedKeys(
    String origin, Set<VerifierKey> logKeys, Set<VerifierKey> witnesses, int quorum) {
  public TrustedKeys {
    logKeys = Set.copyOf(logKeys);
    witnesses = Set.copyOf(witnesses);
    if (logKeys.isEmpty() || !logKeys.stream().allMatch(k -> k.type() == KeyType.ED25519)) {
      throw new IllegalArgumentException("a log has keys of type 0x01");
    }
    if (!witnesses.stream().allMatch(k -> k.type() == KeyType.COSIGNATURE)) {
      throw new IllegalArgumentException("a witness has a key of type 0x04");
    }
    if (quorum < 0 || quorum > witnesses.size()) {
      throw new IllegalArgumentException("no quorum of " + quorum + " of " + witnesses.size());
    }
  }

  /** Only the log's key, whose name is the origin. */
  public static TrustedKeys of(VerifierKey logKey) {
    return new TrustedKeys(logKey.name(), Set.of(logKey), Set.of(), 0);
  }

  public TrustedKeys withWitnesses(Set<VerifierKey> keys, int atLeast) {
    return new TrustedKeys(origin, logKeys, keys, atLeast);
  }

  /** Reads a checkpoint and checks its signatures. */
  public SignedCheckpoint open(byte[] note) throws NoteException {
    SignedNote signed = SignedNote.parse(note);
    List<VerifierKey> by = signed.verify(logKeys);
    Checkpoint checkpoint = Checkpoint.parse(signed.text());
    if (!checkpoint.origin().equals(origin)) {
      throw new NoteException(
          Problem.OTHER_ORIGIN, "of " + checkpoint.origin() + ", not of " + origin);
    }
    return new SignedCheckpoint(checkpoint, signed, by, witnessesOf(signed));
  }

  private List<VerifierKey> witnessesOf(SignedNote signed) throws NoteException {
    List<VerifierKey> by = new ArrayList<>();
    for (VerifierKey witness : witnesses) {
      if (signed.signatures().stream().anyMatch(witness::claims)) {
        by.addAll(signed.verify(List.of(witness)));
      }
    }
    // One key under two names is one witness.
    long distinct = by.stream().map(k -> Base64Strict.encode(k.publicKey())).distinct().count();
    if (distinct < quorum) {
      throw new NoteException(
          Problem.TOO_FEW_WITNESSES, distinct + " witnesses signed, not " + quorum);
    }
    return by;
  }
}
