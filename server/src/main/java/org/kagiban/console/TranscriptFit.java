package org.kagiban.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.cli.TranscriptPaper;

/**
 * Whether a transcript and the log tell the same of a ceremony: each signed act has its event, by
 * the same person, about the same file, and the outcome is the one whose hash the log has.
 */
final class TranscriptFit {
  private final TranscriptPaper paper;
  private final Map<EventId, Finder.Found> open = new HashMap<>();
  private final List<String> good = new ArrayList<>();
  private final List<String> bad = new ArrayList<>();

  private TranscriptFit(TranscriptPaper paper, List<Finder.Found> acts) {
    this.paper = paper;
    acts.forEach(found -> open.put(found.event().id(), found));
  }

  /**
   * What was found, a line each.
   *
   * @param clean whether the two fit
   */
  record Result(boolean clean, String text) {}

  /**
   * @param acts the log's events of the ceremony as a whole, in order
   */
  static Result of(TranscriptPaper paper, List<Finder.Found> acts) {
    TranscriptFit fit = new TranscriptFit(paper, acts);
    if (acts.isEmpty()) {
      fit.bad.add("the log has no event of this ceremony");
    } else {
      paper.deeds().forEach(fit::deed);
      acts.forEach(fit::rest);
      fit.outcome(acts);
    }
    StringBuilder text = new StringBuilder();
    fit.good.forEach(line -> text.append("ok   ").append(line).append('\n'));
    fit.bad.forEach(line -> text.append("BAD  ").append(line).append('\n'));
    return new Result(
        fit.bad.isEmpty(),
        text
            + (fit.bad.isEmpty()
                ? "the transcript fits the log"
                : "the transcript does NOT fit the log: fetch both again, and ask the server's"
                    + " operator"));
  }

  private void deed(TranscriptPaper.Deed deed) {
    String name = deed.act() + " by " + deed.person() + " at " + deed.at();
    Finder.Found found = open.remove(deed.event());
    if (found == null) {
      bad.add(name + ": the log has no event " + deed.event());
      return;
    }
    AuditEvent event = found.event();
    boolean same =
        event.kind() == deed.kind()
            && deed.person().equals(event.text(EventField.PERSON))
            && deed.custodian().equals(event.text(EventField.CALLER))
            && paper.fileHash().equals(hex(event, EventField.HASH));
    if (same) {
      good.add("%s: by the same person, about the same file %s".formatted(name, at(found)));
    } else {
      bad.add("%s: its event is of another kind, person or file %s".formatted(name, at(found)));
    }
  }

  /** The end of a ceremony that the server performs is signed by nobody. */
  private void rest(Finder.Found found) {
    AuditEvent event = found.event();
    if (open.containsKey(event.id())
        && !(event.kind() == EventKind.CEREMONY_EXECUTED && paper.status().equals("EXECUTED"))) {
      bad.add("%s is not in the transcript %s".formatted(event.kind(), at(found)));
    }
  }

  private void outcome(List<Finder.Found> acts) {
    String told = null;
    for (Finder.Found found : acts) {
      String hash = hex(found.event(), EventField.OUTCOME);
      if (hash != null) {
        told = hash;
        boolean same = hash.equals(paper.outcomeHash());
        (same ? good : bad)
            .add(
                "the outcome is %s whose SHA-256 the log has %s"
                    .formatted(same ? "the one" : "not the one", at(found)));
      }
    }
    if (told == null && paper.outcomeHash() != null) {
      bad.add("the log has no event with the outcome");
    }
  }

  private static @Nullable String hex(AuditEvent event, EventField field) {
    byte[] value = event.bytes(field);
    return value == null ? null : HexFormat.of().formatHex(value);
  }

  private static String at(Finder.Found found) {
    return "(event " + found.index() + ")";
  }
}
