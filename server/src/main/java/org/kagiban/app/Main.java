package org.kagiban.app;

import org.kagiban.app.bench.BenchCommand;
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
    root.addSubcommand(new BenchCommand());
    return root;
  }
}
