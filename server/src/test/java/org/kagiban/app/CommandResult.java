package org.kagiban.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** How a command ended, and all that it printed. */
record CommandResult(int exitCode, String output) {
  /** Of a process with more environment, to which nobody types. */
  static CommandResult of(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new CommandResult(process.waitFor(), output);
  }

  /** Runs a {@code kagiban} command in this JVM: a process of its own costs seconds to start. */
  static CommandResult ofKagiban(String... arguments) {
    StringWriter text = new StringWriter();
    PrintWriter both = new PrintWriter(text, true);
    CommandLine kagiban = Main.commandLine().setOut(both).setErr(both);
    return new CommandResult(kagiban.execute(arguments), text.toString());
  }

  /**
   * What a command printed that must succeed.
   *
   * @param what it is, for the failure
   */
  String orFail(List<String> what) {
    if (exitCode != 0) {
      throw new IllegalStateException(what + " failed: " + this);
    }
    return output;
  }
}
