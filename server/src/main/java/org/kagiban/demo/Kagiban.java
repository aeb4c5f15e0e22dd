package org.kagiban.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kagiban.cli.CliException;

/** Runs this program's other commands, each in a process of its own. */
final class Kagiban {
  private final Path softHsmSettings;

  Kagiban(Path softHsmSettings) {
    this.softHsmSettings = softHsmSettings;
  }

  /** Starts a command; both its streams go to the end of a file. */
  Process start(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", jar()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SOFTHSM2_CONF", softHsmSettings.toString());
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  /** The jar that runs now: the children are of the same build. */
  private static String jar() {
    String path = System.getProperty("java.class.path");
    if (!path.endsWith(".jar") || path.contains(File.pathSeparator)) {
      throw CliException.usage("the demo runs from kagiban.jar; start it with ./kagiban demo");
    }
    return path;
  }
}
