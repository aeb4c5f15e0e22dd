package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagiban.cli.Cli.Run;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedMigration;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedMigration.Place;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.ProposeCeremonyRequest;

/** {@code kagiban seeds migrate} against a server whose answers are chosen here. */
final class SeedsMigrateTest {
  @TempDir private Path folder;
  private final FakeCeremonies ceremonies = new FakeCeremonies();

  @ParameterizedTest
  @EnumSource(Place.class)
  void migrate_eitherWay_writesAndProposesACeremony(Place to) throws IOException {
    Run run = migrate("--to", to.name().toLowerCase(Locale.ROOT));

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(run.out())
        .contains("the ceremony's file is " + paper())
        .contains("needs 1 more approval");
    assertThat(CeremonyPaper.read(paper()).plan()).isEqualTo(new SeedMigration("vault", to));
    ProposeCeremonyRequest proposed = ceremonies.last(ProposeCeremonyRequest.class);
    assertThat(proposed.getFile().toByteArray()).isEqualTo(Files.readAllBytes(paper()));
  }

  @Test
  void migrate_noPropose_onlyWritesTheFile() throws IOException {
    Run run = migrate("--to", "wrapped", "--no-propose", "--title", "Into the store");

    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(run.out()).endsWith("read it, then: kagiban ceremony propose " + paper() + "\n");
    assertThat(paper()).content().contains("Into the store");
    assertThat(ceremonies.requests).isEmpty();
  }

  @Test
  void migrate_fileThatExists_isRefusedAndStays() throws IOException {
    Files.writeString(paper(), "earlier");

    Run run = migrate("--to", "wrapped");

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("exists already");
    assertThat(paper()).hasContent("earlier");
    assertThat(ceremonies.requests).isEmpty();
  }

  /** The file stands by then, so that the same command would not do. */
  @Test
  void migrate_answerLost_saysHowToRepeatTheSameProposal() throws IOException {
    ceremonies.failing(Status.UNAVAILABLE.withDescription("gone").asRuntimeException());

    Run run = migrate("--to", "wrapped");

    String id = ceremonies.last(ProposeCeremonyRequest.class).getCeremonyId();
    assertThat(run.exit()).isEqualTo(Exit.UNAVAILABLE);
    assertThat(run.err()).contains("kagiban ceremony propose %s --id %s".formatted(paper(), id));
    assertThat(paper()).exists();
  }

  private Path paper() {
    return folder.resolve("move.yaml");
  }

  private Run migrate(String... more) throws IOException {
    try (FakeServer server = new FakeServer(folder, ceremonies)) {
      List<String> words = new ArrayList<>(List.of("seeds", "migrate", "--partition", "vault"));
      words.addAll(List.of("--out", paper().toString()));
      words.addAll(List.of("--connect", server.connectFile(DevCaller.CUSTODIAN_1)));
      words.addAll(List.of(more));
      return Cli.run(words.toArray(String[]::new));
    }
  }
}
