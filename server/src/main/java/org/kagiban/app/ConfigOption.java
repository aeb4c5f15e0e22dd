package org.kagiban.app;

import java.nio.file.Path;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.yaml.ConfigException;
import picocli.CommandLine.Option;

/** The option that names the configuration file. */
final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "kagiban.yaml",
      description = "The configuration file (default: ${DEFAULT-VALUE}).")
  private Path file;

  @SuppressWarnings("NullAway.Init") // picocli sets file
  ConfigOption() {}

  Path file() {
    return file;
  }

  ServerConfig read() throws ConfigException {
    return ServerConfig.read(file);
  }
}
