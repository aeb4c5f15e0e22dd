package org.kagiban.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.PskcException;
import org.kagiban.custody.pskc.Refusal;
import org.kagiban.custody.pskc.SealReport;
import org.kagiban.custody.pskc.SeedSealer;
import org.kagiban.custody.pskc.VendorKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kagiban seeds seal}. Needs no server, and no network. */
@Command(
    name = "seal",
    description = {
      "Seal a vendor's PSKC file (RFC 6030) for one HSM, offline, on the custodian's machine.",
      "Exit code 4 where a record was refused; the others are sealed."
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

  // Replaced by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  SeedsSealCommand(Prompts prompts) {
    vendorKey = new VendorKeyOptions(prompts);
  }

  @Override
  public Integer call() {
    PublicKey key = PublicKeyFile.read(importKey, fingerprint);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        VendorKey opener = vendorKey.read()) {
      SealReport report = new SeedSealer(key, allowShort).seal(in, opener, target, this::refused);
      line("%,d sealed  %,d refused  in %s".formatted(report.sealed(), report.refused(), target));
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

  private void refused(Refusal refusal) {
    line(
        "record %d  line %d  %s  %s  %s"
            .formatted(
                refusal.record(),
                refusal.line(),
                refusal.tokenId().isEmpty() ? "-" : refusal.tokenId(),
                refusal.reason(),
                refusal.message()));
  }

  private void line(String text) {
    spec.commandLine().getOut().println(text);
  }
}
