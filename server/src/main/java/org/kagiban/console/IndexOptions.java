package org.kagiban.console;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the index is kept between starts. */
final class IndexOptions {
  @ArgGroup private @Nullable Choice choice;

  /** One of them. */
  private static final class Choice {
    @Option(
        names = "--index",
        paramLabel = "DIR4",
        description =
            "Keep there what a search needs to know of the log, so that the next start reads only"
                + " what came since. Default: ~/.kagiban/console. Not a folder that others write.")
    private @Nullable Path folder;

    @Option(names = "--no-index", description = "Keep nothing; read the whole log at each start.")
    private boolean none;
  }

  IndexCache open(Consumer<String> notes) {
    Choice chosen = choice;
    if (chosen != null && chosen.none) {
      return new IndexCache(null, notes);
    }
    Path folder = chosen == null ? null : chosen.folder;
    return new IndexCache(
        folder == null ? Path.of(System.getProperty("user.home"), ".kagiban", "console") : folder,
        notes);
  }
}
