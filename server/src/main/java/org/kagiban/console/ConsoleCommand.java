package org.kagiban.console;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kagiban.cli.AuditFolder;
import org.kagiban.cli.AuditListening;
import org.kagiban.cli.AuditOutput;
import org.kagiban.cli.AuditSource;
import org.kagiban.cli.AuditTimes;
import org.kagiban.cli.CliException;
import org.kagiban.cli.ConnectOptions;
import org.kagiban.cli.Exit;
import org.kagiban.cli.TranscriptOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kagiban audit console}. */
@Command(
    name = "console",
    description = {
      "Show a log's folder in a browser of this machine: its state, a search, and each event with"
          + " its proof, which the browser itself computes; its keys, ceremonies and plots.",
      "Reads the folder alone. With --connect it can also take the folder up to date and reconcile,"
          + " where a button is pressed.",
      "Ceremonies' transcripts come from the server (--connect) or a folder (--transcripts); with"
          + " --ca the custodians' signatures in them are checked here.",
      "Prints an address that opens the console once, for one browser: other users of this machine"
          + " do not read the log. On SIGTERM or Ctrl-C it ends."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:stopped as told", "2:bad option, folder, key or address"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  kagiban audit console export --vkey log.vkey",
      "  kagiban audit console log-copy --connect auditor.yaml --listen 127.0.0.1:8090",
      "  kagiban audit console export --transcripts kept --ca custodians.pem"
    },
    mixinStandardHelpOptions = true)
public final class ConsoleCommand implements Callable<Integer> {
  @Mixin private AuditSource source = new AuditSource();
  @Mixin private ConnectOptions connect = new ConnectOptions();
  @Mixin private TranscriptOptions transcripts = new TranscriptOptions();
  @Mixin private AuditListening listening = new AuditListening();
  @Mixin private IndexOptions kept = new IndexOptions();
  @Mixin private AuditTimes times = new AuditTimes();
  @Mixin private AuditOutput output = new AuditOutput();

  @Override
  public Integer call() {
    times.zone();
    if (!listening.isLoopback()) {
      throw CliException.usage("--listen: the console is for this machine alone, as 127.0.0.1:0");
    }
    transcripts.open();
    AuditFolder folder = source.open();
    output.warn(folder);
    OpenLog log =
        new OpenLog(folder, times, kept.open(output::note), new StartProgress(output::note));
    try {
      Console console =
          Console.start(
              listening.address(),
              listening.tls(),
              log,
              connect,
              source.copy(output::note),
              transcripts);
      return AuditListening.untilToldToStop(
          () ->
              output.answer(
                  () -> Map.of("url", console.url(), "open", console.address()),
                  () -> "open this address, once: " + console.address()),
          console);
    } catch (IOException e) {
      throw listening.cannot(e);
    }
  }
}
