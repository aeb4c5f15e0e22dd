package org.kagiban.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kagiban.custody.ceremony.TranscriptCheck;
import org.kagiban.yaml.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kagiban ceremony verify}. Needs no server, and no network. */
@Command(
    name = "verify",
    description = {
      "Check a ceremony's transcript offline: the file's hash, every signature, who agreed and when.",
      "It proves who signed what; what the HSM said is the server's word."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:it holds", "2:not a transcript, or not certificates", "4:it does not hold"},
    mixinStandardHelpOptions = true)
final class CeremonyVerifyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "TRANSCRIPT",
      description = "From 'kagiban ceremony show ID --transcript --out FILE'.")
  private Path file = Path.of("");

  @Option(
      names = "--ca",
      required = true,
      paramLabel = "FILE",
      description = "PEM: the authorities that issue custodians' certificates.")
  private Path ca = Path.of("");

  @Option(
      names = "--approvals",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many it takes at least besides the proposer. Default: ${DEFAULT-VALUE}.")
  private int approvals = 1;

  @Mixin private AuditOutput output = new AuditOutput();

  @Override
  public Integer call() {
    TranscriptCheck.Result result = check(TranscriptTrust.read(ca, approvals));
    output.answer(() -> json(result), () -> TranscriptTrust.text(result));
    return result.good() ? Exit.OK : Exit.REFUSED;
  }

  private static Map<String, Object> json(TranscriptCheck.Result result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("holds", result.good());
    object.put("proved", result.proved());
    object.put("problems", result.problems());
    return object;
  }

  private TranscriptCheck.Result check(TranscriptTrust trust) {
    try (InputStream in = Files.newInputStream(file)) {
      return trust.check(file.toString(), in.readNBytes(TranscriptTrust.MAX + 1));
    } catch (ConfigException e) {
      throw new CliException(Exit.USAGE, "not a transcript:\n" + e.getMessage(), e);
    } catch (IOException e) {
      throw new CliException(
          Exit.USAGE,
          "cannot read %s; fetch it with 'kagiban ceremony show ID --transcript --out'"
              .formatted(file),
          e);
    }
  }
}
