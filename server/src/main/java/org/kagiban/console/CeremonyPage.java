package org.kagiban.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.EventFilter;
import org.kagiban.cli.CliException;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** One ceremony: who proposed, approved and ran it, and each of its events in order. */
final class CeremonyPage implements Page {
  private static final int ROWS = 1000;

  private final OpenLog log;

  CeremonyPage(OpenLog log) {
    this.log = log;
  }

  @Override
  public WebAnswer answer(WebRequest request) {
    String id = request.query("id").strip();
    Finder finder = new Finder(log.reader(), log.index());
    List<Finder.Found> events =
        new ArrayList<>(
            finder
                .find(EventFilter.all().ceremony(id), any -> true, Long.MAX_VALUE, ROWS)
                .events());
    if (events.isEmpty()) {
      throw CliException.usage("the log has no ceremony '%s'".formatted(id));
    }
    Collections.reverse(events);
    StringBuilder html = new StringBuilder("<table class=\"facts\"><caption>Who</caption>\n");
    html.append(Html.row("proposed by", who(events, EventKind.CEREMONY_PROPOSED)));
    html.append(Html.row("approved by", approvers(events)));
    html.append(Html.row("run by", who(events, EventKind.CEREMONY_STARTED)));
    html.append(Html.row("cancelled by", who(events, EventKind.CEREMONY_CANCELLED)));
    html.append(Html.row("last act", Html.text(last(events)))).append("</table>");
    html.append(new EventRows(log.times()).table("Its events, in order", events));
    return WebAnswer.html(200, Html.page("Ceremony " + id, "/ceremonies", html.toString(), ""));
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

  private static EventKind last(List<Finder.Found> events) {
    EventKind last = events.get(0).event().kind();
    for (Finder.Found found : events) {
      EventKind kind = found.event().kind();
      last = kind.name().startsWith("CEREMONY_") ? kind : last;
    }
    return last;
  }
}
