package org.kagiban.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.LogReader;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code DIR}, {@code --archive} and whose signatures count: what most audit commands read. */
final class AuditSource {
  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "The log's folder: an export, or the server's own.")
  private Path folder = Path.of("");

  @Option(
      names = "--archive",
      paramLabel = "DIR2",
      description = "Where older bundles of the log were moved to.")
  private @Nullable Path archive;

  @Mixin private AuditTrust trust = new AuditTrust();

  AuditFolder open() {
    return AuditFolder.open(folder, archive, trust);
  }

  /** The log up to its newest checkpoint; says on standard error where the key is not trusted. */
  LogReader reader(AuditOutput output) {
    AuditFolder opened = open();
    String warning = opened.warning();
    if (warning != null) {
      output.note(warning);
    }
    return opened.reader();
  }
}
