package org.kagiban.cli;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.LogReader;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code DIR}, {@code --archive} and whose signatures count: what most audit commands read. */
public final class AuditSource {
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

  /**
   * Opens the folder; its checkpoint is not looked at yet.
   *
   * @throws CliException (usage) where it holds no log, or there is no key to check it with
   */
  public AuditFolder open() {
    return AuditFolder.open(folder, archive, trust);
  }

  /** The folder as a copy of a server's log, which the server can be asked to take up to date. */
  public AuditCopy copy(Consumer<String> notes) {
    return new AuditCopy(folder, trust, notes);
  }

  /** As {@link #open()}; says on standard error where the key is only the folder's own. */
  AuditFolder open(AuditOutput output) {
    AuditFolder opened = open();
    output.warn(opened);
    return opened;
  }

  /** The log up to its newest checkpoint that enough witnesses signed. */
  LogReader reader(AuditOutput output) {
    return open(output).reader();
  }
}
