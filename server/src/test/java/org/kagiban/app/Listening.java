package org.kagiban.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A {@code kagiban audit} command that listens, in a process of its own. */
final class Listening implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private Listening(Process process) {
    this.process = process;
    this.out = process.inputReader();
  }

  static Listening start(Path errors, String... arguments) throws IOException {
    return new Listening(
        new ProcessBuilder(JavaCommand.kagiban(arguments)).redirectError(errors.toFile()).start());
  }

  /** The next line that begins so, without its beginning. */
  String line(String beginning) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length());
      }
    }
    throw new IOException("it ended before it said: " + beginning);
  }

  /** The next line. */
  String line() throws IOException {
    return line("");
  }

  /** SIGTERM; the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    return exit();
  }

  int exit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
