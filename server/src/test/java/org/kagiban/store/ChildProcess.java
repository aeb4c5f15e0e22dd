package org.kagiban.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.kagiban.app.JavaCommand;

/** {@link LedgerChild} in a JVM of its own. */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  ChildProcess(Path database, int first) throws IOException {
    List<String> command =
        JavaCommand.of(LedgerChild.class, database.toString(), Integer.toString(first));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Waits for so many acknowledged tokens; returns them. */
  List<Integer> acknowledged(int count) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    while (numbers.size() < count) {
      String line = output.readLine();
      if (line == null) {
        throw new IOException("the child ended early");
      }
      add(line, numbers);
    }
    return numbers;
  }

  /** Kills the process as kill -9 does; returns what it had said until then. */
  List<Integer> kill() throws IOException, InterruptedException {
    // The process's own method would close its output too.
    process.toHandle().destroyForcibly();
    List<Integer> numbers = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      add(line, numbers);
    }
    process.waitFor();
    return numbers;
  }

  private static void add(String line, List<Integer> numbers) {
    // Log lines come in between; the last line may be cut off, but not in the middle of a write.
    if (line.matches("[0-9]+")) {
      numbers.add(Integer.valueOf(line));
    }
  }

  /** Waits for the end; returns all that was said. */
  String end() throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      text.append(line).append('\n');
    }
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the child does not end");
    }
    return text.toString();
  }

  int exitCode() {
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
