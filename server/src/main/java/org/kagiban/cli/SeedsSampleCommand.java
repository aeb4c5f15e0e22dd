package org.kagiban.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kagiban.custody.pskc.SampleFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Mixin private AuditOutput output = new AuditOutput();

  @Override
  public Integer call() {
    try (RunProgress progress = RunProgress.of(output.json())) {
      SampleFile.Sample first =
          SampleFile.write(
              target, prefix, tokens, count -> progress.at("writing " + target, count, tokens));
      output.answer(() -> json(first), () -> text(first));
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

  /** The first seed too: it is a rehearsal's. */
  private Map<String, Object> json(SampleFile.Sample first) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("tokens", tokens);
    object.put("file", target.toString());
    object.put("firstToken", first.token().toString());
    object.put("firstSeed", HexFormat.of().formatHex(first.seed()));
    return object;
  }

  private String text(SampleFile.Sample first) {
    return "%,d tokens in %s, from %s on%nthe first one's code: oathtool --totp %s"
        .formatted(tokens, target, first.token(), HexFormat.of().formatHex(first.seed()));
  }
}
