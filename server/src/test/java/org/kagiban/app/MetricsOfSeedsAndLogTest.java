package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.Verdict;

/** What a server says of stored seeds and of a log that it signs. */
class MetricsOfSeedsAndLogTest {
  @TempDir private Path folder;

  @Test
  void storedSeedsAndSignedLog_haveTheirFigures() throws Exception {
    try (LiveServer server = LiveServer.startWrapped(folder, 7)) {
      await().until(() -> Files.exists(folder.resolve("audit").resolve("checkpoint")));
      Session channel = server.connect(DevCaller.INTERNET_BANKING);
      Device device =
          Device.create(
              channel.provisioning(), LiveServer.INSTITUTION, UUID.randomUUID().toString());
      for (int i = 0; i < 3; i++) {
        assertThat(Calls.verify(channel, "nobody", "123456").getVerdict())
            .isEqualTo(Verdict.VERDICT_NOT_ENROLLED);
        assertThat(
                Calls.enroll(channel, "somebody", device.tokenId(), device.wrongCode())
                    .getVerdict())
            .isEqualTo(Verdict.VERDICT_WRONG_CODE);
      }
      Scrape scrape = Scrape.of(server.metrics());
      assertThat(scrape.sum("kagiban_hsm_unwrapped_lookups_total", "result=\"miss\"")).isEqualTo(1);
      assertThat(scrape.sum("kagiban_hsm_unwrapped_lookups_total", "result=\"hit\""))
          .isGreaterThanOrEqualTo(2);
      assertThat(scrape.sum("kagiban_hsm_unwrapped_seeds")).isEqualTo(1);
      assertThat(scrape.sum("kagiban_hsm_unwrapped_limit")).isEqualTo(7);
      assertThat(
              scrape.sum(
                  "kagiban_hsm_seconds_count",
                  "mechanism=\"CKM_AES_KEY_WRAP_PAD\"",
                  "operation=\"unwrap\""))
          .isGreaterThanOrEqualTo(1);
      assertThat(
              scrape.sum(
                  "kagiban_hsm_seconds_count", "mechanism=\"CKM_EDDSA\"", "operation=\"sign\""))
          .isGreaterThanOrEqualTo(1);
      assertThat(scrape.value("kagiban_log_checkpoint_size")).isGreaterThan(0);
      assertThat(scrape.samples())
          .contains("kagiban_log_checkpoint_age_seconds ")
          .doesNotContain(device.tokenId(), "somebody");
    }
  }
}
