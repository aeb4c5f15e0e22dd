package org.kagiban.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.kagiban.custody.pskc.SampleFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kagiban seeds sample}. Needs no server, and no network. */
@Command(
    name = "sample",
    description = {
      "Write a vendor's plaintext PSKC file with random seeds, for rehearsals.",
      "Says how to compute the first token's code, so that a loaded token can be tried."
    },
    mixinStandardHelpOptions = true)
final class SeedsSampleCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The new file; must not exist.")
  private Path target = Path.of("");

  @Option(
      names = "--tokens",
      defaultValue = "1000",
      paramLabel = "N",
      description = "How many tokens: 1 to 99999999. Default: ${DEFAULT-VALUE}.")
  private int tokens;

  @Option(
      names = "--prefix",
      defaultValue = "SMPL",
      paramLabel = "LETTERS",
      description = "The four letters that Token IDs begin with. Default: ${DEFAULT-VALUE}.")
  private String prefix = "";

  // Replaced by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try {
      SampleFile.Sample first = SampleFile.write(target, prefix, tokens, count -> {});
      var out = spec.commandLine().getOut();
      out.printf("%,d tokens in %s, from %s on%n", tokens, target, first.token());
      out.printf(
          "the first one's code: oathtool --totp %s%n", HexFormat.of().formatHex(first.seed()));
      return Exit.OK;
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          Exit.USAGE, target + " exists already; name another file, or move this one away", e);
    } catch (IOException e) {
      throw new CliException(Exit.USAGE, "cannot write %s (%s)".formatted(target, e), e);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          Exit.USAGE, "--prefix is four letters A-Z and --tokens 1 to 99999999", e);
    }
  }
}
