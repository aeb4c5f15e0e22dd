package org.kagiban.campaign;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one after the other in one world, each with the next seed. */
final class Campaign {
  /** Where histories of runs that failed are kept. */
  private static final Path KEPT = Path.of("target", "campaign");

  enum Until {
    THE_END,
    A_VIOLATION
  }

  private final Path folder;
  private final int runs;
  private final @Nullable Path broken;

  /**
   * @param broken as in {@link Node}
   */
  Campaign(Path folder, int runs, @Nullable Path broken) {
    this.folder = folder;
    this.runs = runs;
    this.broken = broken;
  }

  /** All violations, each with its seed. */
  List<String> run(long seed, int seconds, Until until) throws Exception {
    List<String> found = new ArrayList<>();
    Files.createDirectories(folder);
    try (World world = new World(folder, runs, broken)) {
      for (Node node : world.nodes) {
        node.start();
      }
      for (Node node : world.nodes) {
        node.awaitServing();
      }
      for (int i = 0; i < runs; i++) {
        Run run = new Run(world, i, seed + i, seconds);
        List<Violation> violations = run.run();
        System.out.printf(
            "campaign seed %d, %d s: %s: %s%n",
            seed + i, seconds, run.summary(), violations.isEmpty() ? "good" : violations);
        if (!violations.isEmpty() || run.healedSlowly()) {
          keepLogs(world, seed + i);
        }
        if (!violations.isEmpty()) {
          Files.createDirectories(KEPT);
          Path kept = KEPT.resolve("history-" + (seed + i) + ".jsonl");
          HistoryFile.write(kept, run.attempts());
          violations.forEach(each -> found.add("seed of " + kept + ": " + each));
          if (until == Until.A_VIOLATION) {
            break;
          }
        }
      }
    }
    return found;
  }

  private static void keepLogs(World world, long seed) throws IOException {
    Path kept = Files.createDirectories(KEPT.resolve("logs-" + seed));
    for (Node node : world.nodes) {
      Files.copy(node.log(), kept.resolve(node.log().getFileName()), REPLACE_EXISTING);
    }
  }
}
