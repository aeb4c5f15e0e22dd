package org.kagiban.app.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kagiban bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = AuditBenchCommand.class,
    description = {
      "Measures what a Verify costs on this machine, and what its parts cost by themselves.",
      "Starts a server with a SoftHSM partition and a database of its own in a new folder, calls it"
          + " over mutual TLS, and removes both at the end."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:a call failed, or a right code was not accepted", "2:usage"})
public final class BenchCommand implements Callable<Integer> {
  private static final double MOST_LATENCY = 1000;
  private static final int MOST_SESSIONS = 64;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Length of each phase, from 0.1 (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "20",
      description = {
        "Seconds of Verify that do not count, at least; it goes on until the JVMs' compilers take",
        "less than a tenth of a processor, at most four times as long (default: ${DEFAULT-VALUE})."
      })
  private double warmUp;

  @Option(
      names = "--phases",
      paramLabel = "PHASE",
      split = ",",
      description = {
        "What to measure besides Verify at full load: ${COMPLETION-CANDIDATES}, separated by",
        "commas (default: all)."
      })
  private Set<Phase> phases = EnumSet.allOf(Phase.class);

  @Option(
      names = "--codes",
      paramLabel = "KIND",
      defaultValue = "right",
      description = {
        "What customers type: ${COMPLETION-CANDIDATES}; mixed is a wrong code before each right",
        "one, wrong has a right one in fifty, so that no token locks (default: ${DEFAULT-VALUE})."
      })
  private Codes codes;

  @Option(
      names = "--seeds",
      paramLabel = "PLACE",
      defaultValue = "resident",
      description = {"Where seeds rest: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})."})
  private Place seeds;

  @Option(
      names = "--unwrapped",
      paramLabel = "N",
      defaultValue = "10000",
      description = {
        "Of wrapped seeds, most that the HSM holds unwrapped; where --tokens is much more, each",
        "Verify unwraps one (default: ${DEFAULT-VALUE})."
      })
  private int unwrapped;

  @Option(
      names = "--hsm-latency",
      paramLabel = "MILLIS",
      defaultValue = "0",
      description = {
        "How much longer each use of a key takes, to stand for an HSM behind a network, 0 to 1000",
        "(default: ${DEFAULT-VALUE})."
      })
  private double hsmLatency;

  @Option(
      names = "--hsm-sessions",
      paramLabel = "N",
      defaultValue = "2",
      description = "Sessions with the HSM, 1 to 64 (default: ${DEFAULT-VALUE}).")
  private int hsmSessions;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many tokens take turns (default: ${DEFAULT-VALUE}).")
  private int tokens;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "256",
      description = "Calls at once, no more than tokens (default: ${DEFAULT-VALUE}).")
  private int inFlight;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "2",
      description = "Connections of the client (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      defaultValue = "${sys:java.io.tmpdir}",
      description = "Where to make the folder; its disk is measured (default: ${DEFAULT-VALUE}).")
  private Path parent;

  @Option(
      names = "--server-jvm",
      paramLabel = "OPTION",
      description = "An option of the server's JVM, such as -Xmx1g. May be repeated.")
  private List<String> serverJvm = List.of();

  @Option(names = "--json", description = "Print one JSON object on standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** For the command line, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  public BenchCommand() {}

  @Override
  public Integer call() throws IOException {
    requireAtLeast("--seconds", seconds, 0.1);
    requireAtLeast("--warm-up", warmUp, 0.1);
    requireAtLeast("--tokens", tokens, 1);
    requireAtLeast("--in-flight", inFlight, 1);
    requireAtLeast("--connections", connections, 1);
    requireAtLeast("--hsm-latency", hsmLatency, 0);
    requireAtLeast("--hsm-sessions", hsmSessions, 1);
    requireAtMost("--hsm-latency", hsmLatency, MOST_LATENCY);
    requireAtMost("--hsm-sessions", hsmSessions, MOST_SESSIONS);
    requireAtLeast("--unwrapped", unwrapped, 1);
    BenchOptions options =
        new BenchOptions(
            seconds,
            warmUp,
            tokens,
            Math.min(inFlight, tokens),
            connections,
            phases,
            codes,
            new HsmUse(seeds == Place.WRAPPED, unwrapped, hsmLatency, hsmSessions),
            parent,
            serverJvm);
    PrintWriter err = spec.commandLine().getErr();
    try {
      BenchResult result = new Bench(options, phase -> say(err, phase + " ...")).run();
      String report = json ? JsonReport.of(result) : "\n" + Report.of(result);
      say(spec.commandLine().getOut(), report);
      return 0;
    } catch (BenchException e) {
      say(err, "bench: " + e.getMessage());
      return 1;
    }
  }

  private void requireAtLeast(String option, double value, double least) {
    if (!(value >= least)) {
      throw new ParameterException(spec.commandLine(), option + " is too small");
    }
  }

  private void requireAtMost(String option, double value, double most) {
    if (value > most) {
      throw new ParameterException(spec.commandLine(), option + " is too large");
    }
  }

  private static void say(PrintWriter to, String line) {
    to.println(line);
    to.flush();
  }
}
