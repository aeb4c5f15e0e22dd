package org.kagiban.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.cli.AuditJson;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.ConfigProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands about the configuration file. */
@Command(
    name = "config",
    description = "Checks a configuration file, or prints an example of one.",
    mixinStandardHelpOptions = true,
    subcommands = {ConfigCommand.Check.class, ConfigCommand.Example.class})
final class ConfigCommand {
  /** Where the example is, beside this class. */
  static final String EXAMPLE = "kagiban.yaml";

  /** Reads a file as the server would. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Reads a configuration file as the server would, and tells every mistake with its line.",
        "Touches neither HSM nor database, and asks for no PIN."
      },
      exitCodeListHeading = ServerExit.HELP_HEADING,
      exitCodeList = {"0:the file can be used", "2:the file has mistakes"})
  static final class Check implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The configuration file.")
    private Path file;

    @Option(names = "--json", description = "Print JSON, one object for each mistake.")
    private boolean json;

    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    Check() {}

    @Override
    public Integer call() {
      try {
        ServerConfig config = ServerConfig.read(file);
        if (json) {
          return ServerExit.OK;
        }
        spec.commandLine()
            .getOut()
            .printf(
                "%s is good: %d institution(s), %d caller(s), listening on %s:%d%n",
                file,
                config.institutions().size(),
                config.callers().size(),
                config.server().host(),
                config.server().port());
        return ServerExit.OK;
      } catch (ConfigException e) {
        if (json) {
          e.problems().forEach(this::print);
          return ServerExit.CONFIG;
        }
        return ServerExit.of(e, spec.commandLine().getErr());
      }
    }

    private void print(ConfigProblem problem) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("line", problem.line());
      object.put("path", problem.path());
      object.put("message", problem.message());
      spec.commandLine().getOut().println(AuditJson.of(object));
      spec.commandLine().getOut().flush();
    }
  }

  /** Prints a file to begin with. */
  @Command(
      name = "example",
      mixinStandardHelpOptions = true,
      description = "Prints a configuration file with every key explained, to begin with.")
  static final class Example implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets spec
    Example() {}

    @Override
    public Integer call() throws IOException {
      try (InputStream in = ConfigCommand.class.getResourceAsStream(EXAMPLE)) {
        if (in == null) {
          throw new IllegalStateException("the jar lacks " + EXAMPLE);
        }
        spec.commandLine().getOut().print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        spec.commandLine().getOut().flush();
      }
      return ServerExit.OK;
    }
  }
}
