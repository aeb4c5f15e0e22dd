package org.kagiban.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kagiban token show}. Needs no server. */
@Command(
    name = "show",
    description = "Show Token ID, code and seconds left; at a terminal until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class TokenShowCommand implements Callable<Integer> {
  private static final long TICK_MILLIS = 200;

  @Option(names = TokenCommand.DIR, paramLabel = "DIR", description = TokenCommand.DIR_HELP)
  private @Nullable Path dir;

  @Option(names = "--once", description = "Print one line and end.")
  private boolean once;

  @Option(names = "--code", description = "Print the code alone and end, for scripts.")
  private boolean codeOnly;

  @Option(names = "--json", description = "Print one JSON object and end.")
  private boolean json;

  // Replaced by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    SoftwareToken token =
        new TokenFolder(dir != null ? dir : TokenCommand.defaultFolder()).open(Clock.systemUTC());
    PrintWriter out = spec.commandLine().getOut();
    if (once || codeOnly || json || !Terminal.interactive()) {
      out.println(line(token));
    } else {
      live(token, out);
    }
    return Exit.OK;
  }

  private String line(SoftwareToken token) {
    if (codeOnly) {
      return token.read().code();
    }
    return json ? TokenDisplay.json(token) : TokenDisplay.line(token);
  }

  private static void live(SoftwareToken token, PrintWriter out) throws InterruptedException {
    out.println("Ctrl-C ends.");
    while (true) {
      out.print("\r" + TokenDisplay.live(token, Terminal.ansi()));
      out.flush();
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
  }
}
