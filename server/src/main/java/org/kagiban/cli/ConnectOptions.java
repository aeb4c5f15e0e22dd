package org.kagiban.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to reach the server; a mixin of every command that talks to one. */
public final class ConnectOptions {
  private static final String VARIABLE = "KAGIBAN_CONNECT";

  @Option(
      names = "--connect",
      paramLabel = "FILE",
      description = "Connect file: target, ca, certificate, key. Default: $" + VARIABLE + ".")
  private @Nullable Path file;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long to wait for an answer. Default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds = 10;

  /** Whether a server is named at all. */
  public boolean given() {
    String variable = System.getenv(VARIABLE);
    return file != null || (variable != null && !variable.isBlank());
  }

  /**
   * Opens a connection; nothing is sent until the first call.
   *
   * @throws CliException (usage) where no server is named, or the connect file is wrong
   */
  public Session open() {
    if (timeoutSeconds < 1) {
      throw CliException.usage("--timeout takes 1 or more seconds");
    }
    return Session.open(ConnectFile.read(path()), Duration.ofSeconds(timeoutSeconds));
  }

  private Path path() {
    if (file != null) {
      return file;
    }
    String variable = System.getenv(VARIABLE);
    if (variable == null || variable.isBlank()) {
      throw CliException.usage(
          "say where the server is: --connect FILE, or the variable " + VARIABLE);
    }
    return Path.of(variable);
  }
}
