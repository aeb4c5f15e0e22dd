package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.ListTokensRequest;
import org.kagiban.v1.UploadSeedsSummary;
import org.kagiban.v1.Verdict;

/** kill -9 in the middle of a load. */
class KilledLoadTest {
  private static final int TOKENS = 2000;

  @Test
  void run_serverKilledInTheMiddle_nextRunCarriesOnAndLosesNothing(@TempDir Path folder)
      throws Exception {
    List<KnownToken> tokens = new ArrayList<>();
    VendorFile vendor = new VendorFile();
    for (int i = 0; i < TOKENS; i++) {
      KnownToken token = KnownToken.random(String.format("TOTP%08d", i), TokenProfile.DEFAULT);
      tokens.add(token);
      vendor.add(token);
    }
    try (LiveServer server = LiveServer.start(folder)) {
      Path sealed = vendor.seal(server, "tokens.xml");
      SeedBatch batch = SeedBatch.approved(server, sealed);
      assertThat(batch.summary().getGood()).isEqualTo(TOKENS);
      Process run = server.begin(batch.runWords());
      awaitTheFirst(server);
      server.kill();
      assertThat(run.waitFor()).isEqualTo(3);

      server.restart();
      UploadSeedsSummary half = SeedBatch.check(server, sealed);
      assertThat(half.getUnchanged()).isPositive().isLessThan(TOKENS);
      assertThat(batch.run()).contains("executed");
      assertThat(SeedBatch.check(server, sealed).getUnchanged()).isEqualTo(TOKENS);

      Session channel = server.connect(DevCaller.INTERNET_BANKING);
      for (int i = 0; i < TOKENS; i += 97) {
        KnownToken token = tokens.get(i);
        assertThat(Calls.enroll(channel, token.id(), token.id(), token.codeNow()).getVerdict())
            .as(token.id())
            .isEqualTo(Verdict.VERDICT_ACCEPTED);
      }
    }
  }

  private static void awaitTheFirst(LiveServer server) {
    ListTokensRequest request =
        ListTokensRequest.newBuilder().setInstitution(LiveServer.INSTITUTION).build();
    Session auditor = server.connect(DevCaller.AUDITOR);
    await().until(() -> auditor.enrollment().listTokens(request).getTokensCount() > 0);
  }
}
