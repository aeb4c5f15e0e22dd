package org.kagiban.custody.ceremony;

import java.time.Duration;
import java.time.Instant;

/** When a signed statement may be used: fresh, for a limited time, and once. */
final class StatementRules {
  private final CeremonyPolicy policy;

  StatementRules(CeremonyPolicy policy) {
    this.policy = policy;
  }

  void requireFresh(Signed act, Instant now) {
    Statement statement = act.statement();
    if (Duration.between(statement.at(), now).abs().compareTo(CeremonyPolicy.CLOCK_SKEW) > 0) {
      throw new CeremonyRefusedException(
          "SIGNATURE_TIME",
          "it was signed more than 5 minutes off the server's clock; set this machine's clock"
              + " right and sign again");
    }
    if (!now.isBefore(statement.expires())) {
      throw new CeremonyRefusedException(
          "SIGNATURE_EXPIRED", "the signature's time has run out; sign again");
    }
    Duration most =
        statement.act() == Act.APPROVE ? policy.approvalLife() : CeremonyPolicy.ACT_LIFE;
    if (Duration.between(statement.at(), statement.expires()).compareTo(most) > 0) {
      throw new CeremonyRefusedException(
          "SIGNATURE_LIFE",
          "the signature would be good for too long; at most "
              + most.toMinutes()
              + " minutes are allowed for this act");
    }
  }

  /** Whoever sends it: the same bytes are the same act. */
  static void requireNew(Ceremony ceremony, Signed act) {
    if (ceremony.signed().stream().anyMatch(old -> old.statement().equals(act.statement()))) {
      throw new CeremonyRefusedException(
          "SIGNATURE_REPLAYED",
          "this very statement was recorded already and counts once only; look with `kagiban"
              + " ceremony show`, and sign again where you mean it again");
    }
  }
}
