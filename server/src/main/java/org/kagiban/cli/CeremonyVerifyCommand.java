package org.kagiban.cli;

import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kagiban.custody.ceremony.TranscriptCheck;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.VisibleText;
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
  private static final int MAX = 1 << 20;

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
    if (approvals < 1) {
      throw CliException.usage("--approvals takes 1 or more");
    }
    TranscriptCheck.Result result = check(authorities());
    output.answer(() -> json(result), () -> text(result));
    return result.good() ? Exit.OK : Exit.REFUSED;
  }

  private static Map<String, Object> json(TranscriptCheck.Result result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("holds", result.good());
    object.put("proved", result.proved());
    object.put("problems", result.problems());
    return object;
  }

  private static String text(TranscriptCheck.Result result) {
    List<String> lines = new ArrayList<>();
    result.proved().forEach(line -> lines.add("ok   " + VisibleText.of(line)));
    result.problems().forEach(line -> lines.add("BAD  " + VisibleText.of(line)));
    lines.add(
        result.good()
            ? "the transcript holds"
            : "the transcript does NOT hold: fetch it again, and ask the server's operator");
    return String.join(System.lineSeparator(), lines);
  }

  private TranscriptCheck.Result check(List<X509Certificate> authorities) {
    try (InputStream in = Files.newInputStream(file)) {
      return TranscriptCheck.check(file.toString(), in.readNBytes(MAX + 1), authorities, approvals);
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

  private List<X509Certificate> authorities() {
    try (InputStream in = Files.newInputStream(ca)) {
      List<X509Certificate> read = List.of(CertificateUtils.getX509Certificates(in));
      if (!read.isEmpty()) {
        return read;
      }
    } catch (IOException | CertificateException e) {
      throw new CliException(Exit.USAGE, noAuthorities(), e);
    }
    throw CliException.usage(noAuthorities());
  }

  private String noAuthorities() {
    return "--ca: %s is not a PEM file of certificates; it is the 'ca' that issued the custodians'"
            .formatted(ca)
        + " client certificates";
  }
}
