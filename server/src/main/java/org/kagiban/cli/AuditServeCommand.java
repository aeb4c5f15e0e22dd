package org.kagiban.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.http.LogServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kagiban audit serve}. */
@Command(
    name = "serve",
    description = {
      "Serve a log's folder over HTTP, to read only, as c2sp.org/tlog-tiles says: checkpoint,"
          + " cosigned, vkey and tile/... So tools that know nothing of Kagiban read and check it.",
      "The events name callers, operators and Token IDs, and whoever reaches the address reads them"
          + " all: beyond this machine it takes TLS and --public. On SIGTERM or Ctrl-C it ends."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:stopped as told", "2:bad option, folder or address"},
    footerHeading = "%nExample:%n",
    footer = "  kagiban audit serve export --listen 127.0.0.1:8080",
    mixinStandardHelpOptions = true)
final class AuditServeCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DIR",
      description = "The server's audit folder, or an exported one; it has a file checkpoint.")
  private Path dir = Path.of("");

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      description = "Where tiles are looked for that DIR lacks.")
  private @Nullable Path archive;

  @Option(
      names = "--public",
      description = "Serve others than this machine, whoever they are. Needs TLS.")
  private boolean open;

  @Mixin private AuditListening listening = new AuditListening();
  @Mixin private AuditOutput output = new AuditOutput();

  @Override
  public Integer call() {
    listening.requireTlsBeyondThisMachine();
    if (!listening.isLoopback() && !open) {
      throw CliException.usage(
          "whoever reaches this address would read every event; say --public if that is meant");
    }
    if (!Files.isRegularFile(dir.resolve("checkpoint"))) {
      throw CliException.usage(dir + " is no log's folder: it has no checkpoint");
    }
    AuditListening.limits();
    try {
      LogServer server = LogServer.start(listening.address(), listening.tls(), dir, archive);
      return AuditListening.untilToldToStop(
          () ->
              output.answer(
                  () -> Map.of("url", server.url()), () -> "listening on " + server.url()),
          server);
    } catch (IOException e) {
      throw listening.cannot(e);
    }
  }
}
