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
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Cli.Run;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.CeremonyPlan;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedBatch;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.Institution;
import org.kagiban.v1.ProposeCeremonyRequest;
import org.kagiban.v1.UploadSeedsProgress;

/** {@code kagiban seeds propose} against a server whose answers are chosen here. */
final class SeedsProposeTest {
  private static final int SIZE = 3_000_000;

  @TempDir private Path folder;
  private Path file;
  private byte[] content;
  private final FakeCeremonies ceremonies = new FakeCeremonies();

  @BeforeEach
  void writeAFile() throws IOException {
    content = new byte[SIZE];
    new Random(1).nextBytes(content);
    file = Files.write(folder.resolve("seeds.xml"), content);
  }

  @Test
  void propose_goodFile_arrivesWholeAndIsProposedAsAFile() throws IOException {
    FakeSeeds seeds = new FakeSeeds();

    Run run = propose(seeds, "--title", "Delivery 7");

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(run.out())
        .startsWith("1,000 good  0 there already  0 refused  event 0198\n")
        .contains("SHA-256 of the sealed file  " + Sha256.hex(content))
        .contains("the ceremony's file is " + paper())
        .contains("needs 1 more approval");
    assertThat(seeds.received()).isEqualTo(content);
    assertThat(seeds.header().getInstitution()).isEqualTo("cu");
    assertThat(seeds.header().getFileName()).isEqualTo("seeds.xml");
    assertThat(seeds.largestChunk()).isLessThanOrEqualTo(1 << 20);
    CeremonyPlan plan = CeremonyPaper.read(paper()).plan();
    assertThat(plan)
        .isEqualTo(new SeedBatch("vault", new Institution("cu"), Sha256.hex(content), 1000));
    assertThat(paper()).content().contains("Delivery 7");
    ProposeCeremonyRequest proposed = ceremonies.last(ProposeCeremonyRequest.class);
    assertThat(proposed.getFile().toByteArray()).isEqualTo(Files.readAllBytes(paper()));
  }

  @Test
  void propose_checkOnly_writesTheFileAndProposesNothing() throws IOException {
    Path out = folder.resolve("batch.yaml");

    Run run = propose(new FakeSeeds(), "--no-propose", "--out", out.toString());

    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(run.out()).endsWith("read it, then: kagiban ceremony propose " + out + "\n");
    assertThat(out).exists();
    assertThat(ceremonies.requests).isEmpty();
  }

  @Test
  void propose_paperThatExists_isRefusedBeforeAnythingIsSent() throws IOException {
    Files.writeString(paper(), "earlier");
    FakeSeeds seeds = new FakeSeeds();

    Run run = propose(seeds);

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("exists already");
    assertThat(paper()).hasContent("earlier");
    assertThat(seeds.received()).isEmpty();
  }

  @Test
  void propose_nothingNew_proposesNothing() throws IOException {
    Run run = propose(new FakeSeeds().findingGood(0));

    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(run.out()).contains("there is nothing to load");
    assertThat(paper()).doesNotExist();
    assertThat(ceremonies.requests).isEmpty();
  }

  @Test
  void propose_serverThatTookAnotherFile_isCaught() throws IOException {
    Run run = propose(new FakeSeeds().hashing(new byte[32]));

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains("another file than was sent");
    assertThat(paper()).doesNotExist();
    assertThat(ceremonies.requests).isEmpty();
  }

  @Test
  void propose_manyRefused_showsTwenty() throws IOException {
    Run run = propose(new FakeSeeds().refusing(30));

    assertThat(run.out().lines().filter(line -> line.startsWith("record "))).hasSize(20);
    assertThat(run.out()).contains("... and 10 more refused; --report FILE writes all of them");
  }

  @Test
  void load_saysWhatToDoInstead() {
    Run run = Cli.run("seeds", "load", "sealed.xml", "--institution", "cu");

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err())
        .contains("kagiban seeds propose")
        .contains("kagiban ceremony approve")
        .contains("kagiban ceremony run");
  }

  @Test
  void propose_slowServer_receivesTheWholeFile() throws IOException {
    FakeSeeds seeds = new FakeSeeds().takingOneAtATime();

    assertThat(propose(seeds).exit()).isEqualTo(Exit.OK);

    assertThat(seeds.received()).isEqualTo(content);
  }

  @Test
  void propose_refusedRecords_areListedAndExitWithFour() throws IOException {
    Run run = propose(new FakeSeeds().refusing(2));

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.out())
        .startsWith(
            """
            record 1  VSST00000001  SEED_DIFFERS  another seed is loaded for this Token ID
            record 2  -  SEED_DIFFERS  another seed is loaded for this Token ID
            1,000 good  0 there already  2 refused  event 0198
            """);
  }

  @Test
  void propose_withReport_writesRefusalsThere() throws IOException {
    Path report = folder.resolve("report.txt");

    Run run = propose(new FakeSeeds().refusing(2), "--report", report.toString());

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(Files.readAllLines(report)).hasSize(2).first().asString().startsWith("record 1  ");
    assertThat(run.out()).contains("2 refused");
  }

  @Test
  void propose_reportThatExists_isRefusedBeforeAnythingIsSent() throws IOException {
    Path report = Files.writeString(folder.resolve("report.txt"), "earlier");
    FakeSeeds seeds = new FakeSeeds();

    Run run = propose(seeds, "--report", report.toString());

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("exists already");
    assertThat(report).hasContent("earlier");
    assertThat(seeds.received()).isEmpty();
  }

  @Test
  void propose_json_printsOneObjectALine() throws IOException {
    Run run = propose(new FakeSeeds().refusing(1), "--json");

    assertThat(run.out().lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
    assertThat(run.out()).contains("\"reason\":\"SEED_DIFFERS\"").contains("\"good\":\"1000\"");
  }

  @Test
  void propose_fileRefusedAsAWhole_saysWhy() throws IOException {
    Status refused = Status.INVALID_ARGUMENT.withDescription("the file is not sealed");

    Run run = propose(new FakeSeeds().failing(refused.asRuntimeException()));

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("the file is not sealed");
  }

  @Test
  void propose_storeUnavailable_saysThatItCanBeRunAgain() throws IOException {
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

    Run run = propose(new FakeSeeds().failing(StatusProto.toStatusRuntimeException(unavailable)));

    assertThat(run.exit()).isEqualTo(Exit.UNAVAILABLE);
    assertThat(run.err())
        .contains("STORE_UNAVAILABLE: the store does not answer")
        .contains("run the same command again: nothing was loaded");
  }

  /** The file was uploaded and the paper stands, so that the same command would not do. */
  @Test
  void propose_answerToTheProposalLost_saysHowToRepeatTheSameProposal() throws IOException {
    ceremonies.failing(Status.UNAVAILABLE.withDescription("gone").asRuntimeException());

    Run run = propose(new FakeSeeds());

    String id = ceremonies.last(ProposeCeremonyRequest.class).getCeremonyId();
    assertThat(run.exit()).isEqualTo(Exit.UNAVAILABLE);
    assertThat(run.err())
        .contains("kagiban ceremony propose %s --id %s".formatted(paper(), id))
        .doesNotContain("run the same command again");
  }

  @Test
  void progress_withoutATerminal_isALineForEachTenth() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    UploadProgress progress =
        new UploadProgress(
            100,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            null,
            new PrintStream(bytes, true, StandardCharsets.UTF_8));

    for (int at = 1; at <= 25; at++) {
      progress.at(UploadSeedsProgress.newBuilder().setBytes(at).setRecords(at * 1000L).build());
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("10 %  10,000 records  10,000,000/s\n20 %  20,000 records  20,000,000/s\n");
  }

  private Path paper() {
    return folder.resolve("seeds.xml.ceremony.yaml");
  }

  private Run propose(FakeSeeds seeds, String... more) throws IOException {
    try (FakeServer server = new FakeServer(folder, seeds, ceremonies)) {
      String[] first = {
        "seeds",
        "propose",
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
