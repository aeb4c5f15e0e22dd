package org.kagiban.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.EventFilter;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What to search for. */
public final class AuditQuery {
  /** Events are out of the order of their times by so much at most. */
  private static final Duration SKEW = Duration.ofMinutes(10);

  @Option(
      names = "--who",
      paramLabel = "NAME",
      description = "A caller, as the server's configuration names it, or a person.")
  private @Nullable String who;

  @Option(
      names = "--key",
      paramLabel = "LABEL",
      description = "A key, or the key that wraps a seed.")
  private @Nullable String key;

  @Option(names = "--token", paramLabel = "ID", description = "A token, such as VSST12345678.")
  private @Nullable String token;

  @Option(names = "--ceremony", paramLabel = "ID", description = "A key ceremony.")
  private @Nullable String ceremony;

  @Option(names = "--institution", paramLabel = "ID", description = "An institution.")
  private @Nullable String institution;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      split = ",",
      description = "Kinds of events, such as KEY_USED, a comma between each two.")
  private List<String> kinds = List.of();

  @Option(names = "--verdict", paramLabel = "NAME", description = "Such as WRONG_CODE.")
  private @Nullable String verdict;

  @Option(names = "--request", paramLabel = "ID", description = "A request, by the caller's id.")
  private @Nullable String request;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Not before: 2026-11-23T01:13:18Z, or 2026-11-23T01:13 or a day in --zone.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Before this time.")
  private @Nullable String to;

  private Instant first = Instant.MIN;
  private Instant last = Instant.MAX;

  /**
   * The query of such options, as a command line would have them.
   *
   * @param words such as {@code --token=VSST12345678}, each with its value
   * @throws CliException (usage) where one is no option of a search
   */
  public static AuditQuery of(List<String> words) {
    AuditQuery query = new AuditQuery();
    try {
      var unused =
          new CommandLine(query).setExpandAtFiles(false).parseArgs(words.toArray(new String[0]));
      return query;
    } catch (ParameterException e) {
      throw new CliException(Exit.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * What was asked for.
   *
   * @param zone of times without an offset
   */
  public EventFilter filter(ZoneId zone) {
    EventFilter filter = EventFilter.all();
    filter = who == null ? filter : filter.who(who);
    filter = key == null ? filter : filter.key(key);
    filter = token == null ? filter : filter.token(Fields.tokenId("--token", token));
    filter = ceremony == null ? filter : filter.ceremony(ceremony);
    filter = institution == null ? filter : filter.institution(institution);
    filter = verdict == null ? filter : filter.verdict(verdict.toUpperCase(Locale.ROOT));
    filter = request == null ? filter : filter.request(request);
    filter = kinds.isEmpty() ? filter : filter.kinds(kinds());
    return between(filter, zone);
  }

  private EventFilter between(EventFilter all, ZoneId zone) {
    EventFilter filter = all;
    if (from != null) {
      first = time("--from", from, zone);
      filter = filter.from(first);
    }
    if (to != null) {
      Instant end = time("--to", to, zone);
      if (!end.isAfter(first)) {
        throw CliException.usage("--to is not after --from");
      }
      last = end.plus(SKEW);
      filter = filter.to(end);
    }
    return filter;
  }

  /** The time given with --from; {@link Instant#MIN} for none. After {@link #filter}. */
  Instant from() {
    return first;
  }

  /** Once an event is after this, none that follows can be meant. After {@link #filter}. */
  Instant last() {
    return last;
  }

  private Set<EventKind> kinds() {
    Set<EventKind> found = EnumSet.noneOf(EventKind.class);
    for (String name : kinds) {
      found.add(kind(name.strip()));
    }
    return found;
  }

  private static EventKind kind(String name) {
    try {
      return EventKind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new CliException(
          Exit.USAGE,
          "--kind: no kind '%s'; there are %s".formatted(name, List.of(EventKind.values())),
          e);
    }
  }

  private static Instant time(String option, String text, ZoneId zone) {
    try {
      if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
        return LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      return text.matches(".*T.*(Z|[+-][0-9:]+)")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw new CliException(
          Exit.USAGE,
          option + ": not a time; such as 2026-11-23, 2026-11-23T01:13 or 2026-11-23T01:13:18Z",
          e);
    }
  }
}
