package org.kagiban.custody.ceremony;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which approvals of a ceremony count. */
final class Approvals {
  private Approvals() {}

  /**
   * Those that were not withdrawn and have not expired, each by another person than the proposer
   * and than every other one.
   *
   * @param signed a ceremony's acts in order, the proposal first
   */
  static List<Signed> counting(List<Signed> signed, Instant now) {
    List<Signed> counting = new ArrayList<>();
    for (Signed act : signed) {
      switch (act.statement().act()) {
        case APPROVE -> counting.add(act);
        case WITHDRAW -> counting.removeIf(approval -> People.same(approval, act));
        default -> {
          // Says nothing about approvals.
        }
      }
    }
    counting.removeIf(approval -> !now.isBefore(approval.statement().expires()));
    return different(signed.get(0), counting);
  }

  /** The rules let in no other; a transcript that came from elsewhere may hold some. */
  private static List<Signed> different(Signed proposal, List<Signed> approvals) {
    List<Signed> different = new ArrayList<>();
    for (Signed approval : approvals) {
      if (!People.same(approval, proposal)
          && different.stream().noneMatch(other -> People.same(other, approval))) {
        different.add(approval);
      }
    }
    return different;
  }
}
