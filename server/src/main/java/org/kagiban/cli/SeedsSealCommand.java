package org.kagiban.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.PskcException;
import org.kagiban.custody.pskc.Refusal;
import org.kagiban.custody.pskc.SealReport;
import org.kagiban.custody.pskc.SeedSealer;
import org.kagiban.custody.pskc.VendorKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kagiban seeds seal}. Needs no server, and no network. */
@Command(
    name = "seal",
    description = {
      "Seal a vendor's PSKC file (RFC 6030) for one HSM, offline, on the custodian's machine.",
      "Records that are refused have a line each; the others are sealed."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      "0:all records were sealed",
      Exit.USAGE_LINE,
      "4:a record was refused, or the file cannot be read as PSKC"
    },
    mixinStandardHelpOptions = true)
final class SeedsSealCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The vendor's file.")
  private Path file = Path.of("");

  @Option(
      names = "--import-key",
      required = true,
      paramLabel = "FILE",
      description = "The HSM's public import key, from 'kagiban seeds import-key'.")
  private Path importKey = Path.of("");

  @Option(
      names = "--fingerprint",
      paramLabel = "HEX",
      description = "SHA-256 of the import key from the key ceremony; another key is refused.")
  private @Nullable String fingerprint;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The sealed file; must not exist.")
  private Path target = Path.of("");

  @Option(
      names = "--allow-short",
      description = "Take seeds of 10 to 15 bytes, which RFC 4226 calls too weak.")
  private boolean allowShort;

  @Mixin private VendorKeyOptions vendorKey;

  @Mixin private AuditOutput output = new AuditOutput();

  SeedsSealCommand(Prompts prompts) {
    vendorKey = new VendorKeyOptions(prompts);
  }

  @Override
  public Integer call() {
    PublicKey key = PublicKeyFile.read(importKey, fingerprint);
    try (RunProgress progress = RunProgress.of(output.json());
        InputStream in = new BufferedInputStream(input(progress));
        VendorKey opener = vendorKey.read()) {
      SealReport report = new SeedSealer(key, allowShort).seal(in, opener, target, this::refused);
      output.answer(() -> json(report), () -> text(report));
      return report.refused() == 0 ? Exit.OK : Exit.REFUSED;
    } catch (PskcException e) {
      throw new CliException(Exit.REFUSED, file + ": " + e.getMessage(), e);
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          Exit.USAGE, target + " exists already; name another file, or move this one away", e);
    } catch (IOException e) {
      throw new CliException(
          Exit.USAGE, "cannot read %s or write %s (%s)".formatted(file, target, e), e);
    } catch (IllegalArgumentException e) {
      throw new CliException(Exit.USAGE, importKey + ": " + e.getMessage(), e);
    }
  }

  private InputStream input(RunProgress progress) throws IOException {
    return new ProgressInput(
        Files.newInputStream(file), progress, "sealing " + file, Files.size(file));
  }

  private Map<String, Object> json(SealReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("sealed", report.sealed());
    object.put("refused", report.refused());
    object.put("file", target.toString());
    return object;
  }

  private String text(SealReport report) {
    return "%,d sealed  %,d refused  in %s".formatted(report.sealed(), report.refused(), target);
  }

  private void refused(Refusal refusal) {
    output.answer(() -> json(refusal), () -> text(refusal));
  }

  private static Map<String, Object> json(Refusal refusal) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("record", refusal.record());
    object.put("line", refusal.line());
    object.put("tokenId", refusal.tokenId());
    object.put("reason", refusal.reason());
    object.put("message", refusal.message());
    return object;
  }

  private static String text(Refusal refusal) {
    return "record %d  line %d  %s  %s  %s"
        .formatted(
            refusal.record(),
            refusal.line(),
            refusal.tokenId().isEmpty() ? "-" : refusal.tokenId(),
            refusal.reason(),
            refusal.message());
  }
}
