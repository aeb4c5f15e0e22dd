package org.kagiban.audit.verify;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.Finding.Rule;

/**
 * Nobody acts alone: a ceremony begins with enough approvals by others than its proposer, goes on
 * in its order, and what needs one happens while one of the right kind runs. Remembers a little of
 * each ceremony for good: there are few. People are told apart by PERSON; that two names have one
 * key behind them is not in the log, it is in the ceremony's own transcript.
 */
final class CeremonyRule {
  private static final Map<String, Set<EventKind>> WORK =
      Map.ofEntries(
          Map.entry("partition-keys", EnumSet.of(EventKind.KEY_GENERATED)),
          Map.entry("import-key", EnumSet.of(EventKind.KEY_GENERATED)),
          Map.entry("checkpoint-key", EnumSet.of(EventKind.KEY_GENERATED)),
          Map.entry(
              "kek-generation",
              EnumSet.of(
                  EventKind.KEY_GENERATED, EventKind.KEY_ACTIVATED, EventKind.COMPONENT_RECEIVED)),
          Map.entry("kek-backup", EnumSet.of(EventKind.COMPONENT_RECEIVED)),
          Map.entry(
              "kek-restore",
              EnumSet.of(
                  EventKind.KEY_IMPORTED, EventKind.KEY_ACTIVATED, EventKind.COMPONENT_RECEIVED)),
          Map.entry(
              "transport-key", EnumSet.of(EventKind.KEY_IMPORTED, EventKind.COMPONENT_RECEIVED)),
          Map.entry(
              "seed-batch",
              EnumSet.of(
                  EventKind.SEED_BATCH_STARTED,
                  EventKind.SEED_BATCH_FINISHED,
                  EventKind.KEY_IMPORTED)),
          Map.entry(
              "kek-rotation",
              EnumSet.of(
                  EventKind.KEY_ACTIVATED, EventKind.KEY_DEACTIVATED, EventKind.KEY_REWRAPPED)),
          Map.entry("seed-migration", EnumSet.of(EventKind.KEY_MOVED)),
          Map.entry("key-destruction", EnumSet.of(EventKind.KEY_DESTROYED)));

  private static final Pattern APPROVALS = Pattern.compile("\\bapprovals=([0-9]{1,9})\\b");

  private final Findings findings;
  private final Map<String, CeremonyState> ceremonies = new HashMap<>();
  private boolean certain = true;
  // What the custody policy in force asks for; nobody ever acts alone.
  private long policy = 1;

  CeremonyRule(Findings findings) {
    this.findings = findings;
  }

  /** Some events could not be read: what seems wrong from now on may be for want of them. */
  void lost() {
    certain = false;
  }

  void event(long index, EventCursor event) {
    switch (event.kind()) {
      case CEREMONY_PROPOSED -> proposed(index, event);
      case CEREMONY_APPROVED,
          CEREMONY_APPROVAL_WITHDRAWN,
          CEREMONY_CANCELLED,
          CEREMONY_STARTED,
          CEREMONY_EXECUTED,
          CEREMONY_ABORTED ->
          goesOn(index, event);
      case COMPONENT_RECEIVED,
          SEED_BATCH_STARTED,
          SEED_BATCH_FINISHED,
          KEY_IMPORTED,
          KEY_REWRAPPED,
          KEY_MOVED,
          KEY_ACTIVATED,
          KEY_DEACTIVATED ->
          work(index, event);
      case KEY_GENERATED, KEY_DESTROYED -> {
        // A token's seed is made for its owner, and goes when the token is retired.
        if (!event.has(EventField.TOKEN)) {
          work(index, event);
        }
      }
      case POLICY_CHANGED -> policy(event);
      default -> {
        // Needs no ceremony.
      }
    }
  }

  private void policy(EventCursor event) {
    String value = event.text(EventField.VALUE);
    Matcher approvals = APPROVALS.matcher(value == null ? "" : value);
    if (event.is(EventField.OBJECT, Words.CUSTODY) && approvals.find()) {
      policy = Math.max(1, Long.parseLong(approvals.group(1)));
    }
  }

  private static String id(EventCursor event) {
    String id = event.text(EventField.CEREMONY);
    return id == null ? "" : id;
  }

  private static String person(EventCursor event) {
    String person = event.text(EventField.PERSON);
    String name = person == null ? event.text(EventField.CALLER) : person;
    return CeremonyState.plain(name == null ? "" : name);
  }

  private void proposed(long index, EventCursor event) {
    CeremonyState proposed =
        new CeremonyState(
            person(event), event.bytes(EventField.HASH), event.text(EventField.OPERATION));
    if (ceremonies.putIfAbsent(id(event), proposed) != null) {
      refuse(index, event, "was proposed before under the same id");
    }
  }

  private @Nullable CeremonyState known(long index, EventCursor event) {
    CeremonyState ceremony = ceremonies.get(id(event));
    if (ceremony == null) {
      refuse(
          index,
          event,
          event.has(EventField.CEREMONY)
              ? "was never proposed: CEREMONY_PROPOSED is missing"
              : "is not named: this happens in no ceremony, and must not");
    }
    return ceremony;
  }

  private void goesOn(long index, EventCursor event) {
    CeremonyState ceremony = known(index, event);
    if (ceremony == null) {
      return;
    }
    byte[] hash = event.bytes(EventField.HASH);
    if (!Arrays.equals(hash, ceremony.hash())) {
      refuse(index, event, "was proposed with another file (HASH)");
    }
    String wrong = ceremony.refusal(event.kind(), person(event));
    if (wrong != null) {
      refuse(index, event, wrong);
    }
    if (event.kind() == EventKind.CEREMONY_APPROVED) {
      ceremony.approve(person(event), hash, event.number(EventField.EXPIRES, Long.MIN_VALUE));
    } else if (event.kind() == EventKind.CEREMONY_STARTED && ceremony.isOpen()) {
      requireApprovals(index, event, ceremony);
    }
    ceremony.apply(event.kind(), person(event));
  }

  private void requireApprovals(long index, EventCursor event, CeremonyState ceremony) {
    long said = event.number(EventField.REQUIRED, policy);
    if (said < policy) {
      refuse(
          index,
          event,
          "says that it needs " + said + " approvals, but the policy in force asks for " + policy);
    }
    long required = Math.max(said, policy);
    int counting = ceremony.counting(event.micros());
    if (counting < required) {
      refuse(
          index,
          event,
          "began at "
              + Instant.EPOCH.plus(event.micros(), ChronoUnit.MICROS)
              + " with "
              + counting
              + " of "
              + required
              + " approvals that counted"
              + ceremony.notCounting(event.micros()));
    }
  }

  private void work(long index, EventCursor event) {
    CeremonyState ceremony = known(index, event);
    if (ceremony == null) {
      return;
    }
    if (!ceremony.isRunning()) {
      refuse(index, event, "was not running: it was " + ceremony.phase());
    }
    Set<EventKind> allowed = WORK.get(ceremony.kind());
    if (allowed != null && !allowed.contains(event.kind())) {
      refuse(index, event, "is a " + ceremony.kind() + ", which does no such thing");
    }
  }

  private void refuse(long index, EventCursor event, String text) {
    if (certain) {
      String id = id(event);
      String subject = event.text(EventField.TOKEN);
      String key = subject == null ? event.text(EventField.KEY) : subject;
      String what = event.kind() + (key == null ? "" : " of " + key);
      findings.add(
          Rule.CEREMONY,
          index,
          id,
          "event "
              + index
              + " ("
              + what
              + "): its ceremony "
              + (id.isEmpty() ? "" : id + " ")
              + text);
    }
  }
}
