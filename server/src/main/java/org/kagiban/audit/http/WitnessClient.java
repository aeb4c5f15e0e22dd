package org.kagiban.audit.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.http.HttpCalls.Answer;
import org.kagiban.audit.http.WitnessException.Problem;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.Decimal;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.NoteSignature;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.witness.AddCheckpoint;

/**
 * Asks one witness to cosign a log's checkpoints: c2sp.org/tlog-witness, "add-checkpoint". Believes
 * nothing but its cosignatures. One call at a time; other threads may look at {@link #last}.
 */
public final class WitnessClient {
  // Signature lines of one witness are a few hundred bytes.
  private static final int MOST = 16 * 1024;
  private static final int WORDS = 200;

  private final BaseUrl url;
  private final VerifierKey key;
  private final HttpCalls http;
  private volatile @Nullable SignedNote last;

  /**
   * @param url the witness's submission prefix
   * @param key of type 0x04
   */
  public WitnessClient(BaseUrl url, VerifierKey key, HttpCalls http) {
    if (key.type() != KeyType.COSIGNATURE) {
      throw new IllegalArgumentException("a witness's key has type 0x04, not so " + key.vkey());
    }
    this.url = url;
    this.key = key;
    this.http = http;
  }

  public VerifierKey key() {
    return key;
  }

  /** The last checkpoint of the log that this witness is known to have cosigned. */
  public @Nullable SignedNote last() {
    return last;
  }

  /**
   * Takes up what was kept over a restart.
   *
   * @param note of the log, with this witness's verified cosignature
   */
  void resume(SignedNote note) {
    last = note;
  }

  /**
   * Has a checkpoint cosigned. A size that the witness asks for is proved once.
   *
   * @param note a checkpoint as the log signed it
   * @return this witness's, verified
   * @throws WitnessException where there is none
   * @throws IOException where the proof cannot be made
   */
  public synchronized NoteSignature cosign(SignedNote note, Proofs proofs)
      throws WitnessException, IOException {
    Checkpoint next = checkpoint(note);
    long old = provedFrom(next, proofs);
    Answer answer = ask(note, old, proofs.consistency(old, next));
    if (answer.status() == 409) {
      old = otherSize(answer, old, next);
      answer = ask(note, old, proofs.consistency(old, next));
    }
    NoteSignature signature = read(answer, old, note, next);
    last = note.with(signature);
    return signature;
  }

  /** Our own memory of what it cosigned comes first: nobody else's word is needed for that. */
  private long provedFrom(Checkpoint next, Proofs proofs) throws WitnessException, IOException {
    SignedNote known = last;
    if (known == null) {
      return 0;
    }
    Checkpoint before = checkpoint(known);
    if (before.size() > next.size()) {
      throw new WitnessException(
          Problem.AHEAD,
          "cosigned size %d before, larger than %d: the log was rolled back"
              .formatted(before.size(), next.size()));
    }
    List<Hash> proof = proofs.consistency(before.size(), next);
    if (!ConsistencyProof.holds(before.size(), before.root(), next.size(), next.root(), proof)) {
      throw forked(
          "cosigned the log at size %d, which its tree of size %d does not continue",
          before.size(), next);
    }
    return before.size();
  }

  private static WitnessException says(long old, Checkpoint next) {
    return forked(
        "says that it cosigned another log at size %d than the one of size %d", old, next);
  }

  private static WitnessException forked(String how, long old, Checkpoint next) {
    return new WitnessException(
        Problem.FORKED, how.formatted(old, next.size()) + ": there are two histories");
  }

  private long otherSize(Answer answer, long old, Checkpoint next) throws WitnessException {
    long size = size(answer);
    if (size > next.size()) {
      throw new WitnessException(
          Problem.AHEAD,
          "says that it cosigned size %d, and this checkpoint has %d".formatted(size, next.size()));
    }
    if (size == old) {
      throw conflictOver(old, next);
    }
    return size;
  }

  /** A conflict over the very size that it asks for. */
  private static WitnessException conflictOver(long old, Checkpoint next) {
    return old == next.size()
        ? says(old, next)
        : new WitnessException(
            Problem.MISBEHAVED, "asked for a proof from size " + old + ", which it was given");
  }

  private static long size(Answer answer) throws WitnessException {
    String body = new String(answer.body(), StandardCharsets.US_ASCII);
    try {
      return Decimal.parse(body.endsWith("\n") ? body.substring(0, body.length() - 1) : body);
    } catch (NoteException e) {
      throw new WitnessException(
          Problem.MISBEHAVED, "answered 409 without a size: " + words(answer), e);
    }
  }

  private NoteSignature read(Answer answer, long old, SignedNote note, Checkpoint next)
      throws WitnessException {
    int status = answer.status();
    if (status == 200) {
      return cosignature(answer, note);
    }
    if (status == 409) {
      throw size(answer) == old
          ? conflictOver(old, next)
          : new WitnessException(Problem.BUSY, "asked for another size twice");
    }
    if (status == 422) {
      throw says(old, next);
    }
    Problem problem = status >= 500 ? Problem.UNREACHABLE : Problem.REFUSED;
    throw new WitnessException(problem, "answered " + status + ": " + words(answer));
  }

  private NoteSignature cosignature(Answer answer, SignedNote note) throws WitnessException {
    try {
      return AddCheckpoint.cosignatures(answer.body(), note.text(), List.of(key)).get(0);
    } catch (NoteException e) {
      throw new WitnessException(
          Problem.MISBEHAVED, "answered 200 without its cosignature: " + e.getMessage(), e);
    }
  }

  private Answer ask(SignedNote note, long old, List<Hash> proof)
      throws WitnessException, InterruptedIOException {
    byte[] body = new AddCheckpoint(old, proof, note.encode()).encode();
    HttpRequest request =
        HttpRequest.newBuilder(url.at(AddCheckpoint.PATH))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return http.send(request, MOST);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new WitnessException(
          Problem.UNREACHABLE, "no answer from " + url + ": " + e.getMessage(), e);
    }
  }

  private static Checkpoint checkpoint(SignedNote note) {
    try {
      return Checkpoint.parse(note.text());
    } catch (NoteException e) {
      throw new IllegalArgumentException("not a checkpoint", e);
    }
  }

  /** A stranger's words, fit for one line of a log. */
  private static String words(Answer answer) {
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
    return line.length() > WORDS ? line.substring(0, WORDS) + "..." : line;
  }

  @Override
  public String toString() {
    return key.name() + " at " + url;
  }
}
