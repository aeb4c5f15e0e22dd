package org.kagiban.app.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kagiban bench audit}. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what auditors do: verifying a whole log, proofs of single events, comparing"
          + " checkpoints.",
      "Makes a log of Verify events in a new folder, with a key of its own, and removes both at the"
          + " end, unless told to --keep the log. No server, no HSM. Ten million events take some 3 GB."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:it could not be measured", "2:usage"})
final class AuditBenchCommand implements Callable<Integer> {
  private static final int BYTES_AN_EVENT = 400;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many events (default: ${DEFAULT-VALUE}).")
  private long events;

  @Option(
      names = "--keys",
      paramLabel = "K",
      defaultValue = "10000",
      description = "How many tokens take turns (default: ${DEFAULT-VALUE}).")
  private int tokens;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Proofs of each kind (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      defaultValue = "${sys:java.io.tmpdir}",
      description = "Where to make the folder; its disk is measured (default: ${DEFAULT-VALUE}).")
  private Path parent;

  @Option(
      names = "--keep",
      description =
          "Leave the log there, and say where: for audit verify, search and console. Its verifier"
              + " key lies beside it.")
  private boolean keep;

  @Option(names = "--json", description = "Print one JSON object on standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** For the command line, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  AuditBenchCommand() {}

  @Override
  public Integer call() throws IOException {
    require(tokens >= 1, "--keys takes 1 or more");
    require(samples >= 1, "--samples takes 1 or more");
    long least = 1 + (long) SyntheticEvents.EVENTS_A_TOKEN * tokens;
    require(events > least, "--events takes more than three for each of --keys");
    PrintWriter err = spec.commandLine().getErr();
    try (Scratch scratch = Scratch.in(parent, events * BYTES_AN_EVENT)) {
      AuditBenchResult result =
          new AuditBench(
                  new AuditBenchOptions(events, tokens, samples),
                  Files.createDirectory(scratch.path().resolve("log")),
                  phase -> say(err, phase + " ..."))
              .run();
      say(spec.commandLine().getOut(), json ? result.json() : "\n" + result.text());
      if (keep) {
        scratch.keep();
        say(err, "the log is kept in " + scratch.path().resolve("log"));
      }
      return 0;
    } catch (BenchException e) {
      say(err, "bench: " + e.getMessage());
      return 1;
    }
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private static void say(PrintWriter to, String line) {
    to.println(line);
    to.flush();
  }
}
