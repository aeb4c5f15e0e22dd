package org.kagiban.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.kagiban.app.metrics.Metrics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands about what Prometheus and Grafana see. */
@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what goes with the server's metrics: a Grafana dashboard, alert rules, the list.",
      "The server serves them where the configuration has metrics: listen."
    },
    exitCodeListHeading = ServerExit.HELP_HEADING,
    exitCodeList = {"0:printed", "2:wrong command line"},
    subcommands = {
      MetricsCommand.Dashboard.class,
      MetricsCommand.Alerts.class,
      MetricsCommand.Listing.class
    })
final class MetricsCommand {

  /** Prints {@code dashboard.json}. */
  @Command(
      name = "dashboard",
      mixinStandardHelpOptions = true,
      description = "Prints a dashboard to import into Grafana 10 or later, as JSON.",
      exitCodeListHeading = ServerExit.HELP_HEADING,
      exitCodeList = {"0:printed", "2:wrong command line"})
  static final class Dashboard extends Printing {
    @Override
    String text() throws IOException {
      return resource("dashboard.json");
    }
  }

  /** Prints {@code alerts.yaml}. */
  @Command(
      name = "alerts",
      mixinStandardHelpOptions = true,
      description = "Prints alert rules for Prometheus, as YAML.",
      exitCodeListHeading = ServerExit.HELP_HEADING,
      exitCodeList = {"0:printed", "2:wrong command line"})
  static final class Alerts extends Printing {
    @Override
    String text() throws IOException {
      return resource("alerts.yaml");
    }
  }

  /** Prints the README. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints what each figure means, as Markdown.",
      exitCodeListHeading = ServerExit.HELP_HEADING,
      exitCodeList = {"0:printed", "2:wrong command line"})
  static final class Listing extends Printing {
    @Override
    String text() throws IOException {
      return resource("README.md");
    }
  }

  /** A command that prints a text which is in the jar. */
  abstract static class Printing implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets spec
    Printing() {}

    abstract String text() throws IOException;

    @Override
    public Integer call() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      out.print(text());
      out.flush();
      return ServerExit.OK;
    }
  }

  /** A text beside the metrics' own code. */
  static String resource(String name) throws IOException {
    try (InputStream in = Metrics.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
