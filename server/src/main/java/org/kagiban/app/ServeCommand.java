package org.kagiban.app;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.hsm.Pin;
import org.kagiban.yaml.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the server. Says on standard output where it listens; logs JSON lines on standard"
          + " error.",
      "Reads callers, revocations and TLS files again within seconds of a change; everything else"
          + " in the configuration waits for the next start.",
      "On SIGTERM or Ctrl-C it takes no new calls, gives running ones ten seconds, and ends."
    },
    exitCodeListHeading = ServerExit.HELP_HEADING,
    exitCodeList = {
      "0:stopped as told",
      "2:bad configuration, TLS file or address",
      "3:the HSM cannot be used",
      "4:the database or the audit log cannot be used",
      "5:a fault of Kagiban itself",
      "6:the HSM refused the PIN: correct it first, or the HSM locks it"
    })
final class ServeCommand implements Callable<Integer> {
  private static final Duration CONFIG_LOOKS = Duration.ofSeconds(3);

  @Mixin private ConfigOption config = new ConfigOption();
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  ServeCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      ServerConfig read = config.read();
      Pin pin = Pins.fetch(read.hsm());
      Logs.start(read.log());
      KagibanServer server = KagibanServer.start(read, pin, Clock.systemUTC(), List.of());
      ConfigWatch unused = server.watch(config.file(), CONFIG_LOOKS);
      stopAtExit(server);
      out.printf("kagiban serves on %s:%d%n", read.server().host(), server.port());
      out.flush();
      new CountDownLatch(1).await();
      return ServerExit.OK;
    } catch (ConfigException | RuntimeException e) {
      int code = ServerExit.of(e, spec.commandLine().getErr());
      Logs.stop();
      return code;
    }
  }

  private static void stopAtExit(KagibanServer server) {
    Runnable stop =
        () -> {
          server.close();
          Logs.stop();
          // Stopped as told is a success, not the 143 that the JVM reports for SIGTERM.
          Runtime.getRuntime().halt(ServerExit.OK);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "shutdown"));
  }
}
