package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Cli.Run;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.LoadSeedsProgress;

/** {@code kagiban seeds load} against a server whose answers are chosen here. */
final class SeedsLoadTest {
  private static final int SIZE = 3_000_000;

  @TempDir private Path folder;
  private Path file;
  private byte[] content;

  @BeforeEach
  void writeAFile() throws IOException {
    content = new byte[SIZE];
    new Random(1).nextBytes(content);
    file = Files.write(folder.resolve("seeds.xml"), content);
  }

  @Test
  void load_goodFile_arrivesWholeAndPrintsTheSummary() throws IOException {
    FakeSeeds seeds = new FakeSeeds();

    Run run = load(seeds);

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(run.out()).isEqualTo("1,000 loaded  0 unchanged  0 refused  event 0198\n");
    assertThat(seeds.received()).isEqualTo(content);
    assertThat(seeds.header().getInstitution()).isEqualTo("cu");
    assertThat(seeds.header().getFileName()).isEqualTo("seeds.xml");
    assertThat(seeds.largestChunk()).isLessThanOrEqualTo(1 << 20);
  }

  @Test
  void load_slowServer_receivesTheWholeFile() throws IOException {
    FakeSeeds seeds = new FakeSeeds().takingOneAtATime();

    assertThat(load(seeds).exit()).isEqualTo(Exit.OK);

    assertThat(seeds.received()).isEqualTo(content);
  }

  @Test
  void load_refusedRecords_areListedAndExitWithFour() throws IOException {
    Run run = load(new FakeSeeds().refusing(2));

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.out())
        .isEqualTo(
            """
            record 1  VSST00000001  SEED_DIFFERS  another seed is loaded for this Token ID
            record 2  -  SEED_DIFFERS  another seed is loaded for this Token ID
            1,000 loaded  0 unchanged  2 refused  event 0198
            """);
  }

  @Test
  void load_withReport_writesRefusalsThere() throws IOException {
    Path report = folder.resolve("report.txt");

    Run run = load(new FakeSeeds().refusing(2), "--report", report.toString());

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(Files.readAllLines(report)).hasSize(2).first().asString().startsWith("record 1  ");
    assertThat(run.out()).contains("2 refused").endsWith("see " + report + "\n");
  }

  @Test
  void load_reportThatExists_isRefusedBeforeAnythingIsSent() throws IOException {
    Path report = Files.writeString(folder.resolve("report.txt"), "earlier");
    FakeSeeds seeds = new FakeSeeds();

    Run run = load(seeds, "--report", report.toString());

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("exists already");
    assertThat(report).hasContent("earlier");
    assertThat(seeds.received()).isEmpty();
  }

  @Test
  void load_json_printsOneObjectALine() throws IOException {
    Run run = load(new FakeSeeds().refusing(1), "--json");

    assertThat(run.out().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
    assertThat(run.out()).contains("\"reason\":\"SEED_DIFFERS\"").contains("\"loaded\":\"1000\"");
  }

  @Test
  void load_fileRefusedAsAWhole_saysWhy() throws IOException {
    Status refused = Status.INVALID_ARGUMENT.withDescription("the file is not sealed");

    Run run = load(new FakeSeeds().failing(refused.asRuntimeException()));

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("the file is not sealed");
  }

  @Test
  void load_storeUnavailable_saysThatLoadingAgainIsSafe() throws IOException {
    com.google.rpc.Status unavailable =
        com.google.rpc.Status.newBuilder()
            .setCode(Code.UNAVAILABLE_VALUE)
            .setMessage("the store does not answer")
            .addDetails(
                com.google.protobuf.Any.pack(
                    com.google.rpc.ErrorInfo.newBuilder()
                        .setReason("STORE_UNAVAILABLE")
                        .setDomain("kagiban.org")
                        .build()))
            .build();

    Run run = load(new FakeSeeds().failing(StatusProto.toStatusRuntimeException(unavailable)));

    assertThat(run.exit()).isEqualTo(Exit.UNAVAILABLE);
    assertThat(run.err())
        .contains("STORE_UNAVAILABLE: the store does not answer")
        .contains("load the file again: what is loaded already is passed over");
  }

  @Test
  void progress_withoutATerminal_isALineForEachTenth() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LoadProgress progress =
        new LoadProgress(100, null, new PrintStream(bytes, true, StandardCharsets.UTF_8));

    for (int at = 1; at <= 25; at++) {
      progress.at(LoadSeedsProgress.newBuilder().setBytes(at).setRecords(at * 1000L).build());
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("10 %  10,000 records\n20 %  20,000 records\n");
  }

  private Run load(FakeSeeds seeds, String... more) throws IOException {
    try (FakeServer server = new FakeServer(folder, seeds)) {
      String[] first = {
        "seeds",
        "load",
        file.toString(),
        "--institution",
        "cu",
        "--connect",
        server.connectFile(DevCaller.CUSTODIAN_1)
      };
      String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
      System.arraycopy(more, 0, all, first.length, more.length);
      return Cli.run(all);
    }
  }
}
