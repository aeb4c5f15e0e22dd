package org.kagiban.audit.verify;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventKind;

/** Where one ceremony stands, as the log tells it. */
final class CeremonyState {
  private enum Phase {
    PROPOSED,
    CANCELLED,
    RUNNING,
    EXECUTED,
    ABORTED
  }

  private record Approval(String person, long expires) {}

  private final String proposer;
  private final byte @Nullable [] hash;
  private final @Nullable String kind;
  private List<Approval> approvals = new ArrayList<>();
  private Phase phase = Phase.PROPOSED;

  /**
   * @param proposer as {@link #plain} writes it
   * @param hash of its file
   */
  CeremonyState(String proposer, byte @Nullable [] hash, @Nullable String kind) {
    this.proposer = proposer;
    this.hash = hash;
    this.kind = kind;
  }

  /** A name without what only looks different. */
  static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .strip()
        .replaceAll("\\s+", " ")
        .toLowerCase(Locale.ROOT);
  }

  byte @Nullable [] hash() {
    return hash;
  }

  /** Such as kek-rotation; empty where the log does not say. */
  String kind() {
    return kind == null ? "" : kind;
  }

  String phase() {
    return phase.name();
  }

  boolean isOpen() {
    return phase == Phase.PROPOSED;
  }

  boolean isRunning() {
    return phase == Phase.RUNNING;
  }

  /** Why this may not happen to it now, null where it may. */
  @Nullable String refusal(EventKind event, String person) {
    return switch (event) {
      case CEREMONY_APPROVED -> open(person.equals(proposer), "is approved by its own proposer");
      case CEREMONY_APPROVAL_WITHDRAWN ->
          open(!approved(person), "has no approval by who takes one back");
      case CEREMONY_CANCELLED ->
          open(!person.equals(proposer), "is cancelled by another than its proposer");
      case CEREMONY_STARTED ->
          isOpen() || isRunning() ? null : "was over: it was " + phase + " before";
      default -> isRunning() ? null : "was not running: it was " + phase;
    };
  }

  private @Nullable String open(boolean wrong, String text) {
    if (!isOpen()) {
      return "was not open any more: it was " + phase;
    }
    return wrong ? text : null;
  }

  private boolean approved(String person) {
    return approvals.stream().anyMatch(approval -> approval.person.equals(person));
  }

  /** An approval; of another file than the proposed one it does not count. */
  void approve(String person, byte @Nullable [] ofFile, long expires) {
    if (Arrays.equals(ofFile, hash)) {
      approvals.add(new Approval(person, expires));
    }
  }

  void apply(EventKind event, String person) {
    switch (event) {
      case CEREMONY_APPROVAL_WITHDRAWN -> approvals.removeIf(one -> one.person.equals(person));
      case CEREMONY_CANCELLED -> end(Phase.CANCELLED);
      case CEREMONY_STARTED -> end(Phase.RUNNING);
      case CEREMONY_EXECUTED -> end(Phase.EXECUTED);
      case CEREMONY_ABORTED -> end(Phase.ABORTED);
      default -> {
        // Proposed and approved: it stays open.
      }
    }
  }

  /** Approvals are used up. */
  private void end(Phase next) {
    phase = next;
    approvals = List.of();
  }

  /** How many different people's approvals count at a moment. */
  int counting(long micros) {
    Set<String> people = new HashSet<>();
    for (Approval approval : approvals) {
      if (micros < approval.expires && !approval.person.equals(proposer)) {
        people.add(approval.person);
      }
    }
    return people.size();
  }

  /** Words about approvals that do not count, empty where all do. */
  String notCounting(long micros) {
    int rest = approvals.size() - counting(micros);
    return rest == 0 ? "" : " (" + rest + " more were expired, the proposer's or a second one)";
  }
}
