package org.kagiban.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kagiban audit verify}. Needs no server, no HSM and no network. */
@Command(
    name = "verify",
    description = {
      "Check a whole log offline: the checkpoint's signature, every tile and event, every key's"
          + " chain, the rules of keys' lives and ceremonies, and that every earlier checkpoint is"
          + " its beginning.",
      "The log's public key (--vkey) is all that is trusted; give earlier checkpoints that you kept"
          + " yourself with --earlier, to see that nothing was rolled back since."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      "0:nothing was found",
      "1:something was found; each finding has a line",
      "2:no log, no key, or a file cannot be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  kagiban audit verify export --vkey log.vkey --earlier checkpoint-of-last-year",
      "  kagiban audit verify export --vkey log.vkey --witness w1.vkey --witness w2.vkey --quorum 1"
    },
    mixinStandardHelpOptions = true)
final class AuditVerifyCommand implements Callable<Integer> {
  @Mixin private AuditSource source = new AuditSource();

  @Option(
      names = "--earlier",
      paramLabel = "FILE",
      description = {
        "A checkpoint of this log that you kept, or a folder of them. May be repeated.",
        "DIR/checkpoints is always looked at."
      })
  private List<Path> earlier = List.of();

  @Mixin private AuditTimes times = new AuditTimes();
  @Mixin private AuditOutput output = new AuditOutput();

  @Override
  public Integer call() {
    times.zone();
    AuditFolder folder = source.open();
    AuditVerification verification = new AuditVerification(folder, earlier);
    AuditResult result;
    try (RunProgress progress = RunProgress.of(output.json())) {
      result = verification.run(progress);
    }
    output.answer(result::json, () -> result.text(times));
    output.warn(folder);
    return result.clean() ? Exit.OK : Exit.FINDINGS;
  }
}
