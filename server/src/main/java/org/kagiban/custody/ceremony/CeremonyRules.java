package org.kagiban.custody.ceremony;

import static org.kagiban.custody.ceremony.Ceremony.Status.ABORTED;
import static org.kagiban.custody.ceremony.Ceremony.Status.CANCELLED;
import static org.kagiban.custody.ceremony.Ceremony.Status.EXECUTED;
import static org.kagiban.custody.ceremony.Ceremony.Status.PROPOSED;
import static org.kagiban.custody.ceremony.Ceremony.Status.RUNNING;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.Sha256;

/**
 * Who may do what to a ceremony, and when (invariant two-people). Each method takes the ceremony as
 * it is and what was signed, whose signature was checked before, and gives the ceremony as it is
 * afterwards. Pure.
 */
final class CeremonyRules {
  private final CeremonyPolicy policy;
  private final StatementRules statements;

  CeremonyRules(CeremonyPolicy policy) {
    this.policy = policy;
    this.statements = new StatementRules(policy);
  }

  /**
   * @param existing what stands under the id already
   */
  Ceremony propose(@Nullable Ceremony existing, String kind, byte[] file, Signed act, Instant now) {
    if (existing != null) {
      throw new CeremonyRefusedException(
          "CEREMONY_ID_TAKEN",
          "there is a ceremony of this id already, by another proposer or with another file;"
              + " propose under a new id");
    }
    statements.requireFresh(act, now);
    return new Ceremony(act.statement().ceremony(), kind, file, PROPOSED, List.of(act), null);
  }

  Ceremony approve(Ceremony ceremony, Signed act, Instant now) {
    requireOpen(ceremony);
    requireAboutFile(ceremony, act);
    requireUsable(ceremony, act, now);
    if (People.same(ceremony.signed().get(0), act)) {
      throw new CeremonyRefusedException(
          "APPROVER_IS_PROPOSER",
          "the proposer does not approve, under no other name, role or certificate either; ask"
              + " another custodian");
    }
    if (Approvals.counting(ceremony.signed(), now).stream()
        .anyMatch(other -> People.same(other, act))) {
      throw new CeremonyRefusedException(
          "ALREADY_APPROVED",
          "your approval counts already, and a person's counts once; ask another custodian");
    }
    return with(ceremony, act, PROPOSED, null);
  }

  Ceremony withdraw(Ceremony ceremony, Signed act, Instant now) {
    requireOpen(ceremony);
    requireUsable(ceremony, act, now);
    if (Approvals.counting(ceremony.signed(), now).stream()
        .noneMatch(approval -> People.same(approval, act))) {
      throw new CeremonyRefusedException(
          "APPROVAL_NOT_FOUND",
          "there is no approval of yours that counts; nothing has to be taken back");
    }
    return with(ceremony, act, PROPOSED, null);
  }

  Ceremony cancel(Ceremony ceremony, Signed act, Instant now) {
    requireOpen(ceremony);
    requireUsable(ceremony, act, now);
    if (!People.same(ceremony.signed().get(0), act)) {
      throw new CeremonyRefusedException(
          "NOT_THE_PROPOSER",
          "only the proposer takes a proposal back; withdraw your approval where you gave one");
    }
    return with(ceremony, act, CANCELLED, null);
  }

  /** Begins it and uses the approvals up, or takes it up again where it was cut off. */
  Ceremony run(Ceremony ceremony, Signed act, Instant now) {
    if (ceremony.status() != RUNNING) {
      requireOpen(ceremony);
    }
    requireUsable(ceremony, act, now);
    int missing = missing(ceremony, now, act.statement().at());
    if (ceremony.status() == PROPOSED && missing > 0) {
      throw new CeremonyRefusedException(
          "APPROVALS_MISSING",
          "it needs "
              + missing
              + " more "
              + (missing == 1 ? "approval" : "approvals")
              + " by other custodians: `kagiban ceremony approve`; expired ones do not count");
    }
    return with(ceremony, act, RUNNING, null);
  }

  /** What the server performed is done; nobody signs that. */
  Ceremony end(Ceremony ceremony, String outcome) {
    requireRunning(ceremony);
    return new Ceremony(
        ceremony.id(), ceremony.kind(), ceremony.file(), EXECUTED, ceremony.signed(), outcome);
  }

  /** What was to be done at the HSM is done. */
  Ceremony finish(Ceremony ceremony, Signed act, Instant now, String outcome) {
    requireRunning(ceremony);
    requireUsable(ceremony, act, now);
    return with(ceremony, act, EXECUTED, outcome);
  }

  Ceremony abort(Ceremony ceremony, Signed act, Instant now, String outcome) {
    requireRunning(ceremony);
    requireUsable(ceremony, act, now);
    return with(ceremony, act, ABORTED, outcome);
  }

  /** How many people besides the proposer must agree. */
  int approvals() {
    return policy.approvals();
  }

  /** How many approvals it takes to begin, 0 where it has begun or ended. */
  int missing(Ceremony ceremony, Instant now) {
    return missing(ceremony, now, now);
  }

  /** An approval must hold at both moments, so that the signed one proves it later. */
  private int missing(Ceremony ceremony, Instant now, Instant signed) {
    if (ceremony.status() != PROPOSED) {
      return 0;
    }
    Instant later = now.isAfter(signed) ? now : signed;
    return Math.max(0, policy.approvals() - Approvals.counting(ceremony.signed(), later).size());
  }

  private void requireUsable(Ceremony ceremony, Signed act, Instant now) {
    StatementRules.requireNew(ceremony, act);
    statements.requireFresh(act, now);
  }

  private static void requireOpen(Ceremony ceremony) {
    if (ceremony.status() != PROPOSED) {
      throw new CeremonyRefusedException(
          "CEREMONY_NOT_OPEN",
          ceremony.status() == RUNNING
              ? "the ceremony has begun; run it again to take it up, or abort it"
              : "the ceremony is over: " + ceremony.status() + "; propose a new one");
    }
  }

  private static void requireRunning(Ceremony ceremony) {
    if (ceremony.status() != RUNNING) {
      throw new CeremonyRefusedException(
          "CEREMONY_NOT_RUNNING",
          ceremony.status() == PROPOSED
              ? "the ceremony has not begun; begin it with `kagiban ceremony run`"
              : "the ceremony is over: " + ceremony.status() + "; nothing is left to do");
    }
  }

  static void requireAboutFile(Ceremony ceremony, Signed act) {
    if (!Arrays.equals(Sha256.of(ceremony.file()), act.statement().about())) {
      throw new CeremonyRefusedException(
          "FILE_DIFFERS",
          "what you have read is not the file that was proposed; fetch it with `kagiban ceremony"
              + " show` and read that one");
    }
  }

  private static Ceremony with(
      Ceremony ceremony, Signed act, Ceremony.Status status, @Nullable String outcome) {
    List<Signed> signed = new ArrayList<>(ceremony.signed());
    signed.add(act);
    return new Ceremony(ceremony.id(), ceremony.kind(), ceremony.file(), status, signed, outcome);
  }
}
