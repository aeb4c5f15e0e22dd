package org.kagiban.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.http.WitnessServer;
import org.kagiban.audit.witness.LocalSigner;
import org.kagiban.audit.witness.Witness;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kagiban audit witness}. */
@Command(
    name = "witness",
    description = {
      "Run a witness: it cosigns a log's checkpoints, each only where it continues the last one that"
          + " it saw (c2sp.org/tlog-witness). A log with a witness that its operator does not run"
          + " cannot show two histories, nor take one back.",
      "The first run makes the witness's key in DIR and prints its vkey, which goes into the log's"
          + " configuration (audit.witnesses) and to whoever verifies. Keep DIR: it is what the"
          + " witness remembers. One process at a time uses it.",
      "Prints a line for each checkpoint. On SIGTERM or Ctrl-C it ends."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:stopped as told", "2:bad option, folder, key or address"},
    footerHeading = "%nExample:%n",
    footer =
        "  kagiban audit witness --dir witness --name auditor.example/w1 --log log.vkey"
            + " --listen 0.0.0.0:8443 --tls-cert server.pem --tls-key server.key",
    mixinStandardHelpOptions = true)
final class AuditWitnessCommand implements Callable<Integer> {
  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "Its key and its memory; made where it is missing.")
  private Path dir = Path.of("");

  @Option(
      names = "--log",
      required = true,
      paramLabel = "FILE|VKEY",
      description = "The key of a log to cosign, or a file that holds it. May be repeated.")
  private List<String> logs = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = {
        "What logs know the witness by, such as auditor.example/w1: no spaces, no plus.",
        "Needed the first time only; it never changes."
      })
  private @Nullable String name;

  @Mixin private AuditListening listening = new AuditListening();
  @Mixin private AuditOutput output = new AuditOutput();

  private final Clock clock;

  AuditWitnessCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    listening.requireTlsBeyondThisMachine();
    AuditWitnessFolder folder = AuditWitnessFolder.open(dir);
    AuditListening.limits();
    LocalSigner signer;
    WitnessServer server;
    try {
      signer = folder.signer(name);
      server = start(signer, folder);
    } catch (CliException e) {
      folder.close();
      throw e;
    }
    return AuditListening.untilToldToStop(
        () -> say(signer, server),
        () -> {
          server.close();
          folder.close();
        });
  }

  private WitnessServer start(LocalSigner signer, AuditWitnessFolder folder) {
    Witness witness =
        new Witness(
            signer,
            AuditKeys.logs("--log", logs),
            folder.state(),
            clock,
            folder.journal(output, clock));
    try {
      return WitnessServer.start(listening.address(), listening.tls(), witness);
    } catch (IOException e) {
      throw listening.cannot(e);
    }
  }

  private void say(LocalSigner signer, WitnessServer server) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("vkey", signer.key().vkey());
    object.put("url", server.url());
    output.answer(
        () -> object,
        () -> "vkey %s%nlistening on %s".formatted(signer.key().vkey(), server.url()));
  }
}
