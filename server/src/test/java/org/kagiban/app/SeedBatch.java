package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.Ceremony;
import org.kagiban.v1.ProposeCeremonyResponse;
import org.kagiban.v1.UploadSeedsSummary;

/** A sealed file and the ceremony that loads it, by two custodians with their commands. */
final class SeedBatch {
  private final LiveServer server;
  private final UploadSeedsSummary summary;
  private final Ceremony ceremony;

  private SeedBatch(LiveServer server, UploadSeedsSummary summary, Ceremony ceremony) {
    this.server = server;
    this.summary = summary;
    this.ceremony = ceremony;
  }

  /** One custodian uploads and proposes, another approves. */
  static SeedBatch approved(LiveServer server, Path sealed)
      throws IOException, InterruptedException {
    List<String> lines = propose(server, sealed);
    ProposeCeremonyResponse.Builder proposed = ProposeCeremonyResponse.newBuilder();
    JsonFormat.parser().merge(lines.get(lines.size() - 1), proposed);
    SeedBatch batch =
        new SeedBatch(server, summary(lines.get(lines.size() - 2)), proposed.getCeremony());
    server.command(
        "ceremony",
        "approve",
        batch.ceremony.getCeremonyId(),
        "--hash",
        HexFormat.of().formatHex(batch.ceremony.getFileHash().toByteArray()),
        "--connect",
        server.connectFile(DevCaller.CUSTODIAN_2).toString());
    return batch;
  }

  /** What the check alone finds; nothing is approved. */
  static UploadSeedsSummary check(LiveServer server, Path sealed)
      throws IOException, InterruptedException {
    return propose(server, sealed).stream()
        .filter(line -> line.contains("\"sha256\""))
        .map(SeedBatch::summary)
        .findFirst()
        .orElseThrow();
  }

  /** The command's JSON lines; exit codes 0 and 4 are both answers. */
  private static List<String> propose(LiveServer server, Path sealed)
      throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "seeds",
                "propose",
                "--json",
                "--connect",
                server.connectFile(DevCaller.CUSTODIAN_1).toString(),
                "--institution",
                LiveServer.INSTITUTION,
                "--out",
                sealed + "." + System.nanoTime() + ".yaml",
                sealed.toString()));
    CommandResult result = server.tryCommand(words.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.output()).isIn(0, 4);
    return result.output().lines().filter(line -> line.startsWith("{")).toList();
  }

  private static UploadSeedsSummary summary(String json) {
    UploadSeedsSummary.Builder summary = UploadSeedsSummary.newBuilder();
    try {
      JsonFormat.parser().merge(json, summary);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(json, e);
    }
    return summary.build();
  }

  /** What the check found. */
  UploadSeedsSummary summary() {
    return summary;
  }

  /** Begins it, or takes it up. */
  String run() throws IOException, InterruptedException {
    return server.command(runWords());
  }

  String[] runWords() throws IOException {
    return new String[] {
      "ceremony",
      "run",
      ceremony.getCeremonyId(),
      "--connect",
      server.connectFile(DevCaller.CUSTODIAN_1).toString()
    };
  }

  String id() {
    return ceremony.getCeremonyId();
  }
}
