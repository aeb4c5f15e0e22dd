package org.kagiban.app;

import java.time.Clock;
import org.kagiban.app.bench.BenchCommand;
import org.kagiban.cli.ClientCommands;
import org.kagiban.cli.TerminalPrompts;
import org.kagiban.console.ConsoleCommand;
import org.kagiban.demo.DemoCommand;
import picocli.CommandLine;

/** The {@code kagiban} command. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** All commands. */
  static CommandLine commandLine() {
    CommandLine root = new CommandLine(new KagibanCommand());
    root.addSubcommand(new ServeCommand());
    root.addSubcommand(new ConfigCommand());
    root.addSubcommand(new HsmCommand());
    root.addSubcommand(new MetricsCommand());
    root.addSubcommand(new DoctorCommand());
    root.addSubcommand(new DemoCommand());
    root.addSubcommand(new BenchCommand());
    ClientCommands.addTo(
        root,
        new TerminalPrompts(),
        Clock.systemUTC(),
        new OfficerCeremonies(),
        new ConsoleCommand());
    return root;
  }
}
