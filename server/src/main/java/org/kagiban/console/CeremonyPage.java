package org.kagiban.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.verify.EventFilter;
import org.kagiban.cli.CliException;
import org.kagiban.cli.TranscriptPaper;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** One ceremony: who proposed, approved and ran it, its events in order, its transcripts. */
final class CeremonyPage implements Page {
  private static final int ROWS = 200;
  private static final int MOST_ACTS = 1000;

  /** What people did with the ceremony as a whole; others are about its keys, and may be many. */
  private static final Set<EventKind> ACTS = acts();

  private final OpenLog log;
  private final Transcripts transcripts;

  CeremonyPage(OpenLog log, Transcripts transcripts) {
    this.log = log;
    this.transcripts = transcripts;
  }

  private static Set<EventKind> acts() {
    Set<EventKind> acts = EnumSet.allOf(EventKind.class);
    acts.removeIf(kind -> !kind.name().startsWith("CEREMONY_"));
    return acts;
  }

  @Override
  public WebAnswer answer(WebRequest request) {
    String id = request.query("id").strip();
    LogReader reader = log.reader();
    if (!Finder.readsAll(reader, log.index())) {
      // What is held against a part of the log alone would not seem to fit.
      return page(id, log.readSoFar(reader.size()));
    }
    EventFilter all = EventFilter.all().ceremony(id);
    List<Finder.Found> acts = find(all.kinds(ACTS), MOST_ACTS);
    List<TranscriptPaper> kept = transcripts.kept(id);
    if (acts.isEmpty() && kept.isEmpty()) {
      throw CliException.usage("the log has no ceremony '%s'".formatted(id));
    }
    StringBuilder html = new StringBuilder(log.readSoFar(reader.size()));
    if (!acts.isEmpty()) {
      html.append(who(acts));
      List<Finder.Found> events = find(all, ROWS);
      html.append(new EventRows(log.times()).table("Its events, in order", events));
      if (events.size() == ROWS) {
        String more = Html.link("/search?ceremony=" + Html.query(id), "All of its events");
        html.append("<p>These are the last %d. %s</p>%n".formatted(ROWS, more));
      }
    }
    html.append(transcripts.html(id, acts, kept));
    return page(id, html.toString());
  }

  private static WebAnswer page(String id, String main) {
    return WebAnswer.html(200, Html.page("Ceremony " + id, "/ceremonies", main, ""));
  }

  /** The last ones, in order. */
  private List<Finder.Found> find(EventFilter filter, int most) {
    List<Finder.Found> events =
        new ArrayList<>(
            new Finder(log.reader(), log.index())
                .find(filter, any -> true, Long.MAX_VALUE, most)
                .events());
    Collections.reverse(events);
    return events;
  }

  private static String who(List<Finder.Found> acts) {
    return "<table class=\"facts\"><caption>Who</caption>\n"
        + Html.row("proposed by", who(acts, EventKind.CEREMONY_PROPOSED))
        + Html.row("approved by", approvers(acts))
        + Html.row("run by", who(acts, EventKind.CEREMONY_STARTED))
        + Html.row("cancelled by", who(acts, EventKind.CEREMONY_CANCELLED))
        + Html.row("last act", Html.text(acts.get(acts.size() - 1).event().kind()))
        + "</table>";
  }

  /** Whose approvals stand or were used: one that was taken back counts no more. */
  private static String approvers(List<Finder.Found> events) {
    Set<String> approvers = new LinkedHashSet<>();
    String required = "";
    for (Finder.Found found : events) {
      AuditEvent event = found.event();
      Long needed = event.number(EventField.REQUIRED);
      required = needed == null ? required : " (%d needed besides the proposer)".formatted(needed);
      if (event.kind() == EventKind.CEREMONY_APPROVED) {
        approvers.add(person(event));
      } else if (event.kind() == EventKind.CEREMONY_APPROVAL_WITHDRAWN) {
        approvers.remove(person(event));
      }
    }
    return Html.text((approvers.isEmpty() ? "nobody" : String.join(", ", approvers)) + required);
  }

  private static String who(List<Finder.Found> events, EventKind kind) {
    String names =
        events.stream()
            .map(Finder.Found::event)
            .filter(event -> event.kind() == kind)
            .map(CeremonyPage::person)
            .distinct()
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "nobody" : Html.text(names);
  }

  private static String person(AuditEvent event) {
    String person = event.text(EventField.PERSON);
    String caller = event.text(EventField.CALLER);
    if (person == null) {
      return caller == null ? "(not said)" : caller;
    }
    return caller == null ? person : person + " (" + caller + ")";
  }
}
