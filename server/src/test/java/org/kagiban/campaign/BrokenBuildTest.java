package org.kagiban.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A checker that finds nothing proves nothing: each mistake must be found. The servers run with
 * {@code -Dkagiban.campaign.broken=6}, the most runs that it may take; else they are only compiled.
 */
class BrokenBuildTest {
  private static final int RUNS = Integer.getInteger("kagiban.campaign.broken", 0);
  private static final int SECONDS = Integer.getInteger("kagiban.campaign.seconds", 8);
  private static final long SEED = Long.getLong("kagiban.campaign.seed", 1);

  @ParameterizedTest
  @EnumSource
  void brokenBuild_compiles(BrokenBuild mistake, @TempDir Path folder) throws Exception {
    assertThat(mistake.compile(folder)).isNotEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "kagiban.campaign.broken", matches = "[1-9][0-9]*")
  void brokenBuild_isFound(BrokenBuild mistake, @TempDir Path folder) throws Exception {
    Path classes = mistake.compile(Files.createDirectories(folder.resolve("broken")));
    Campaign campaign = new Campaign(folder.resolve("world"), RUNS, classes);
    assertThat(campaign.run(SEED, SECONDS, Campaign.Until.A_VIOLATION))
        .as(mistake.name())
        .isNotEmpty();
  }
}
