package org.kagiban.custody.ceremony;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where custodians propose, approve and run ceremonies. Thread-safe. Futures complete exceptionally
 * with {@link CeremonyRefusedException} where the rules do not allow it, and as in {@link
 * org.kagiban.verification.TokenLedger}.
 */
public interface CeremonyDesk {
  /** A repeated proposal of the same file under the same id by the same custodian is answered. */
  CompletableFuture<Ceremony> propose(
      Custodian by, CeremonyId id, byte[] file, Signature signature);

  /**
   * @param fileHash SHA-256 of what the approver has read
   */
  CompletableFuture<Ceremony> approve(
      Custodian by, CeremonyId id, byte[] fileHash, Signature signature);

  CompletableFuture<Ceremony> withdraw(Custodian by, CeremonyId id, Signature signature);

  CompletableFuture<Ceremony> cancel(Custodian by, CeremonyId id, Signature signature);

  /**
   * Begins, or takes up what was cut off, and performs it where the server does. Blocks until the
   * end.
   *
   * @throws CeremonyRefusedException where it may not begin, or could not be performed: then it
   *     stays RUNNING, and can be run again or aborted
   * @throws org.kagiban.verification.UnavailableException where HSM or store fail; likewise
   */
  Ceremony run(
      Custodian by, CeremonyId id, Signature signature, RunInput input, RunListener listener);

  /**
   * Reports what was done at the HSM.
   *
   * @param outcome YAML
   */
  CompletableFuture<Ceremony> finish(
      Custodian by, CeremonyId id, byte[] outcome, Signature signature);

  CompletableFuture<Ceremony> abort(
      Custodian by, CeremonyId id, String reason, Signature signature);

  CompletableFuture<@Nullable Ceremony> find(CeremonyId id);

  CompletableFuture<List<Ceremony>> latest(int limit);

  /** Keys with how many seeds are wrapped under each. */
  CompletableFuture<List<KeyStanding>> keys();

  /** What there is to say of a ceremony at this moment. */
  Standing standing(Ceremony ceremony);

  /**
   * A signature over a {@link Statement} whose other fields the call gives.
   *
   * @param expires for an approval at most as long as the policy says, for others at most ten
   *     minutes after {@code at}
   */
  record Signature(Instant at, Instant expires, byte[] signature) {}

  /**
   * @param approvalsMissing 0 where it can begin
   * @param approvalsExpireAt where the first approval that counts ends; null where none does
   * @param transcript YAML; whole when executed or aborted
   * @param summary one line
   */
  record Standing(
      int approvalsMissing,
      @Nullable Instant approvalsExpireAt,
      String transcript,
      boolean byServer,
      String summary) {}

  /** A key and its use. */
  record KeyStanding(CustodyKey key, long wrappedSeeds) {}

  /**
   * What a run brings along.
   *
   * @param wrappedKey for a vendor's transport key only
   * @param components for a vendor's transport key only
   */
  record RunInput(byte @Nullable [] wrappedKey, List<ComponentCheck> components) {
    public static final RunInput NONE = new RunInput(null, List.of());
  }

  /** The key check value of one person's component. */
  record ComponentCheck(String custodian, byte[] kcv) {}

  /** Hears how a run goes, on the running thread. May block: the run then waits. */
  interface RunListener {
    /**
     * @param total 0 where unknown
     */
    void progress(String step, long done, long total);

    /** A record of a seed batch was refused; as in {@link org.kagiban.custody.LoadListener}. */
    void refused(long record, String tokenId, String reason, String message);
  }
}
