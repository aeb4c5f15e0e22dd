package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log's public key out of a transcript; the one below is a demo's, shortened. */
class AuditKeyCommandTest {
  private static final String TRANSCRIPT =
      """
      transcript: kagiban ceremony transcript v1
      kind: checkpoint-key
      outcome:
        keys:
          - label: kagiban-checkpoint
            public-key: MCowBQYDK2VwAyEAkOgSg8YzzchJoOQohdOna0lpdLl8KFFJ4SVY24p+bFY=
      """;
  private static final String VKEY =
      "kagiban/kagiban-demo+efca0556+AZDoEoPGM83ISaDkKIXTp2tJaXS5fChRSeElWNuKfmxW";

  @TempDir private Path folder;

  private Cli.Run run(String transcript, String log) throws IOException {
    Path file = folder.resolve("transcript.yaml");
    Files.writeString(file, transcript);
    return Cli.run("audit", "key", file.toString(), "--log", log);
  }

  @Test
  void key_ofTheCheckpointKeysTranscript_isPrintedAsTheLogsFileHasIt() throws Exception {
    Cli.Run run = run(TRANSCRIPT, "kagiban/kagiban-demo");
    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(run.out().strip()).isEqualTo(VKEY);
  }

  @Test
  void name_ofAnotherPartitionsLog_isToldBesideTheKey() throws Exception {
    String transcript = TRANSCRIPT + "partition: kagiban demo\n";
    assertThat(run(transcript, "kagiban/kagiban-demo").err()).isEmpty();
    Cli.Run run = run(transcript, "kagiban/kagiban");
    assertThat(run.exit()).isEqualTo(Exit.OK);
    assertThat(run.out()).startsWith("kagiban/kagiban+");
    assertThat(run.err()).contains("is called kagiban/kagiban-demo unless", "audit.origin");
  }

  @Test
  void name_thatNoLogHas_isRefusedBeforeTheTranscriptIsLookedFor() {
    Cli.Run run = Cli.run("audit", "key", "no such file", "--log", "two words");
    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("--log").doesNotContain("no such file");
  }

  @Test
  void transcript_ofAnotherCeremony_isRefused() throws Exception {
    Cli.Run run = run(TRANSCRIPT.replace("kagiban-checkpoint", "kagiban-import"), "log");
    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("made no key kagiban-checkpoint");
  }

  @Test
  void damagedTranscriptOrName_isRefused() throws Exception {
    assertThat(run("a: [", "log").err()).contains("not a transcript");
    assertThat(run(TRANSCRIPT.replace("MCow", "%%"), "log").err()).contains("not a transcript");
    assertThat(run(TRANSCRIPT.replace("MCow", "MC"), "log").exit()).isEqualTo(Exit.USAGE);
    assertThat(run(TRANSCRIPT, "two words").err()).contains("--log");
  }
}
