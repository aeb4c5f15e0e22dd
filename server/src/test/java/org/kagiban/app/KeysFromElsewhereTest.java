package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.hsm.HsmKind;
import org.kagiban.hsm.Partition;
import org.kagiban.hsm.PartitionKeys;
import org.kagiban.hsm.TestHsm;

/** Keys that come without a ceremony of this server, from a backup of the HSM for instance. */
class KeysFromElsewhereTest {
  @Test
  void keysOfThePartition_thatCameSinceTheStart_areTakenIntoUse(@TempDir Path folder)
      throws Exception {
    TestHsm hsm = HsmKind.SOFTHSM.create();
    try (RunningServer server = RunningServer.on(folder, hsm)) {
      assertThat(readiness(server)).isEqualTo(503);
      try (Partition other = hsm.open()) {
        assertThat(PartitionKeys.create(other)).contains(PartitionKeys.REQUEST_LABEL);
      }
      await().atMost(Duration.ofMinutes(1)).until(() -> readiness(server) == 200);
    }
  }

  private static int readiness(RunningServer server) throws Exception {
    return Scrape.get(server.metrics(), "/readyz").statusCode();
  }
}
