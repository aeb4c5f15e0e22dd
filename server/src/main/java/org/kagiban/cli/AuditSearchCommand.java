package org.kagiban.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.verify.EventFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kagiban audit search}. */
@Command(
    name = "search",
    description = {
      "Search the log for events. All that is asked for must hold at once.",
      "Every event that is printed was checked against the signed checkpoint."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      "0:searched, whether or not something was found",
      "1:the log does not fit its checkpoint",
      "2:no log, no key, or an option is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  kagiban audit search export --token VSST12345678 --from 2026-11-01",
      "  kagiban audit search export --kind KEY_USED --verdict WRONG_CODE --count",
      "  kagiban audit search export --who hanako --kind CEREMONY_APPROVED,KEY_DESTROYED --json"
    },
    mixinStandardHelpOptions = true)
final class AuditSearchCommand implements Callable<Integer> {
  @Mixin private AuditSource source = new AuditSource();
  @Mixin private AuditQuery query = new AuditQuery();

  @Option(names = "--limit", paramLabel = "N", description = "Stop after so many. Default: all.")
  private @Nullable Long limit;

  @Option(
      names = "--whole",
      description = {
        "Read the whole log, whatever --from and --to say. Without it, events are not found that"
            + " stand more than ten minutes out of the order of their times, as after a clock was"
            + " set back (CLOCK_STEPPED)."
      })
  private boolean whole;

  @Option(names = "--count", description = "Print only how many there are.")
  private boolean count;

  @Mixin private AuditTimes times = new AuditTimes();
  @Mixin private AuditOutput output = new AuditOutput();

  @Override
  public Integer call() {
    if (limit != null && limit < 1) {
      throw CliException.usage("--limit takes 1 or more");
    }
    EventFilter filter = query.filter(times.zone());
    LogReader log = source.reader(output);
    long found;
    try (RunProgress progress = RunProgress.of(!count || output.json())) {
      found = search(log, filter, new AuditScan(log, progress));
    }
    if (count) {
      output.answer(() -> Map.of("count", found), () -> Long.toString(found));
    } else if (found == 0) {
      output.note("no such events");
    }
    return Exit.OK;
  }

  private long search(LogReader log, EventFilter filter, AuditScan scan) {
    long from = whole ? 0 : since(log, query.from());
    long[] found = {0};
    scan.run(
        from,
        log.size(),
        (index, event, at) -> {
          if (!whole && event.time().isAfter(query.last())) {
            return false;
          }
          if (filter.matches(event)) {
            found[0]++;
            show(index, at);
          }
          return limit == null || found[0] < limit;
        });
    scan.complain(output);
    return found[0];
  }

  private void show(long index, AuditScan.Entry at) {
    if (!count) {
      output.answer(
          () -> AuditEventText.json(index, at.event()),
          () -> AuditEventText.line(index, at.event(), times));
    }
  }

  private static long since(LogReader log, Instant time) {
    try {
      return time.equals(Instant.MIN) ? 0 : log.firstSince(time);
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }
}
