package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.LoadSeedsHeader;
import org.kagiban.v1.LoadSeedsRequest;
import org.kagiban.v1.LoadSeedsResponse;
import org.kagiban.v1.LoadSeedsSummary;
import org.kagiban.v1.SeedServiceGrpc;
import org.kagiban.v1.Verdict;

/** kill -9 in the middle of a load. */
class KilledLoadTest {
  private static final int TOKENS = 1000;

  @Test
  void load_serverKilledInTheMiddle_nextLoadCarriesOnAndLosesNothing(@TempDir Path folder)
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
      CountDownLatch begun = beginLoad(server, sealed);
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      server.kill();

      server.restart();
      LoadSeedsSummary second = load(server, sealed);
      assertThat(second.getUnchanged()).isPositive().isLessThan(TOKENS);
      assertThat(second.getLoaded()).isEqualTo(TOKENS - second.getUnchanged());
      assertThat(second.getRefused()).isZero();
      assertThat(load(server, sealed).getUnchanged()).isEqualTo(TOKENS);

      Session channel = server.connect(DevCaller.INTERNET_BANKING);
      for (int i = 0; i < TOKENS; i += 37) {
        KnownToken token = tokens.get(i);
        assertThat(Calls.enroll(channel, token.id(), token.id(), token.codeNow()).getVerdict())
            .as(token.id())
            .isEqualTo(Verdict.VERDICT_ACCEPTED);
      }
    }
  }

  private static LoadSeedsSummary load(LiveServer server, Path sealed) throws Exception {
    String printed =
        server.command(
            "seeds",
            "load",
            "--json",
            "--connect",
            server.connectFile(DevCaller.CUSTODIAN_1).toString(),
            "--institution",
            LiveServer.INSTITUTION,
            sealed.toString());
    String json = printed.lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow();
    LoadSeedsSummary.Builder summary = LoadSeedsSummary.newBuilder();
    JsonFormat.parser().merge(json, summary);
    return summary.build();
  }

  /** Sends the file; the latch opens when the first records are in. */
  private static CountDownLatch beginLoad(LiveServer server, Path sealed) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    StreamObserver<LoadSeedsRequest> call =
        SeedServiceGrpc.newStub(server.connect(DevCaller.CUSTODIAN_1).channel())
            .loadSeeds(
                new StreamObserver<>() {
                  @Override
                  public void onNext(LoadSeedsResponse response) {
                    if (response.getProgress().getRecords() > 0) {
                      begun.countDown();
                    }
                  }

                  @Override
                  public void onError(Throwable killed) {
                    // as it should
                  }

                  @Override
                  public void onCompleted() {
                    // the second load tells whether this one was cut off
                  }
                });
    call.onNext(
        LoadSeedsRequest.newBuilder()
            .setHeader(
                LoadSeedsHeader.newBuilder()
                    .setInstitution(LiveServer.INSTITUTION)
                    .setFileName("tokens.xml"))
            .build());
    byte[] file = Files.readAllBytes(sealed);
    for (int from = 0; from < file.length; from += 1 << 18) {
      int length = Math.min(1 << 18, file.length - from);
      call.onNext(
          LoadSeedsRequest.newBuilder().setChunk(ByteString.copyFrom(file, from, length)).build());
    }
    return begun;
  }
}
