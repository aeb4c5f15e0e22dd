package org.kagiban.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command at a terminal of its own (util-linux's script makes it), and somebody who types there:
 * each answer when its question stands on the screen. Ended by force after some minutes.
 */
final class TypedCommand implements AutoCloseable {
  private static final String PATIENCE_SECONDS = "300";

  private final Process process;
  private final Reader screen;
  private final StringBuilder seen = new StringBuilder();
  private int answered;

  private TypedCommand(Process process) {
    this.process = process;
    this.screen = new InputStreamReader(process.getInputStream(), UTF_8);
  }

  static TypedCommand begin(Path folder, String softHsmConf, List<String> command)
      throws IOException {
    String line = command.stream().map(TypedCommand::quoted).collect(Collectors.joining(" "));
    ProcessBuilder builder =
        new ProcessBuilder(
            "timeout", "--foreground", PATIENCE_SECONDS, "script", "-qec", line, "/dev/null");
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", softHsmConf);
    return new TypedCommand(builder.start());
  }

  private static String quoted(String argument) {
    return "'" + argument.replace("'", "'\\''") + "'";
  }

  /** Waits for the question, then types. */
  TypedCommand answer(String question, String text) throws IOException {
    while (seen.indexOf(question, answered) < 0) {
      int next = screen.read();
      if (next < 0) {
        throw new IllegalStateException("it never asked '" + question + "':\n" + seen);
      }
      seen.append((char) next);
    }
    answered = seen.length();
    process.getOutputStream().write((text + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
    return this;
  }

  /** Types no more: all that stood on the screen, and the exit code. */
  CommandResult end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    for (int next = screen.read(); next >= 0; next = screen.read()) {
      seen.append((char) next);
    }
    return new CommandResult(process.waitFor(), seen.toString().replace("\r\n", "\n"));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
