package org.kagiban.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The charter's promises over three servers while everything breaks. {@code
 * -Dkagiban.campaign.runs=100 -Dkagiban.campaign.seconds=20} is the long campaign, {@code
 * -Dkagiban.campaign.seed=…} begins with the run that printed it.
 */
class CampaignTest {
  private static final int RUNS = Integer.getInteger("kagiban.campaign.runs", 1);
  private static final int SECONDS = Integer.getInteger("kagiban.campaign.seconds", 8);

  @Test
  void everythingBreaks_noPromiseDoes(@TempDir Path folder) throws Exception {
    long seed = Long.getLong("kagiban.campaign.seed", System.nanoTime() & 0xFFFFFFFFL);
    Campaign campaign = new Campaign(folder, RUNS, null);
    assertThat(campaign.run(seed, SECONDS, Campaign.Until.THE_END)).isEmpty();
  }
}
