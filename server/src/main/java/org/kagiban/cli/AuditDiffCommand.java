package org.kagiban.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.LogReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kagiban audit diff}. */
@Command(
    name = "diff",
    description = {
      "Compare two states of a log: first, whether the older one is the beginning of the newer one,"
          + " so that nothing in it was changed or left out since; then, what happened between.",
      "Each is an exported folder, a signed checkpoint's file or a size (how many events)."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      "0:the older state is the beginning of the newer one",
      "1:it is not (fork, rollback, change), or a signature does not fit",
      "2:no log, no key, or an argument is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  kagiban audit diff export-october export-november --vkey log.vkey",
      "  kagiban audit diff my-checkpoint 70000 --log export --vkey log.vkey"
    },
    mixinStandardHelpOptions = true)
final class AuditDiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "OLD", description = "Folder, checkpoint or size.")
  private String older = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "Folder, checkpoint or size.")
  private String newer = "";

  @Option(
      names = "--log",
      paramLabel = "DIR",
      description = "The log's folder, with all its events. Default: NEW, where that is a folder.")
  private @Nullable Path log;

  @Option(
      names = "--archive",
      paramLabel = "DIR2",
      description = "Where older bundles of the log were moved to.")
  private @Nullable Path archive;

  @Option(
      names = "--list",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "List at most so many of each: keys, ceremonies, ... Default: ${DEFAULT-VALUE}.")
  private int most = 20;

  @Mixin private AuditTrust trust = new AuditTrust();
  @Mixin private AuditTimes times = new AuditTimes();
  @Mixin private AuditOutput output = new AuditOutput();

  @Override
  public Integer call() {
    times.zone();
    AuditFolder folder = AuditFolder.open(folder(), archive, trust);
    output.warn(folder);
    LogReader reader = folder.reader();
    AuditState from = AuditState.of("OLD", older, folder);
    AuditState to = AuditState.of("NEW", newer, folder);
    String problem = problem(from, to, reader);
    if (problem != null) {
      output.answer(() -> refusal(problem), () -> problem);
      return Exit.FINDINGS;
    }
    AuditChanges changes = new AuditChanges(Math.max(0, most));
    try (RunProgress progress = RunProgress.of(output.json())) {
      AuditScan scan = new AuditScan(reader, progress);
      scan.run(from.size(), to.size(), changes);
      scan.complain(output);
    }
    output.answer(
        () -> changes.json(from.size(), to.size()),
        () -> changes.text(from.size(), to.size(), times));
    return Exit.OK;
  }

  private Path folder() {
    if (log != null) {
      return log;
    }
    if (AuditState.isFolder(newer)) {
      return Path.of(newer);
    }
    throw CliException.usage("NEW is no folder with a log; name the log's folder with --log DIR");
  }

  private static @Nullable String problem(AuditState from, AuditState to, LogReader log) {
    try {
      String late = to.problem(log);
      String early = late == null ? from.problem(log) : late;
      return early == null ? from.problem(to) : early;
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }

  private static Map<String, Object> refusal(String problem) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("consistent", false);
    json.put("problem", problem);
    return json;
  }
}
