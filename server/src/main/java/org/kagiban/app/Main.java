package org.kagiban.app;

import java.time.Clock;
import org.kagiban.app.bench.BenchCommand;
import org.kagiban.cli.ClientCommands;
import org.kagiban.cli.Commands;
import org.kagiban.cli.TerminalPrompts;
import org.kagiban.console.ConsoleCommand;
import org.kagiban.demo.DemoCommand;
import picocli.CommandLine;

/** The {@code kagiban} command. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine(args).execute(args));
  }

  /**
   * The command that the words name, or all.
   *
   * @see Commands#under
   */
  static CommandLine commandLine(String... words) {
    Commands commands =
        new Commands()
            .add(ServeCommand.class, ServeCommand::new)
            .add(ConfigCommand.class, ConfigCommand::new)
            .add(HsmCommand.class, HsmCommand::new)
            .add(MetricsCommand.class, MetricsCommand::new)
            .add(DoctorCommand.class, DoctorCommand::new)
            .add(DemoCommand.class, DemoCommand::new)
            .add(BenchCommand.class, BenchCommand::new);
    ClientCommands.addTo(
        commands,
        new TerminalPrompts(),
        Clock.systemUTC(),
        new OfficerCeremonies(),
        ConsoleCommand::new);
    return commands.under(new KagibanCommand(), words);
  }
}
