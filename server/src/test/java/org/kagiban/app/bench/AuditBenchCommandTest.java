package org.kagiban.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.verify.LogVerifier;
import org.kagiban.audit.verify.Report;
import picocli.CommandLine;

/** {@code kagiban bench audit}. */
final class AuditBenchCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = new CommandLine(new AuditBenchCommand());
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  @Test
  void bench_asJson_givesEveryFigureAndLeavesNothingBehind() throws IOException {
    int exit =
        run("--events", "5000", "--keys", "50", "--samples", "20", "--dir", "" + folder, "--json");

    assertThat(exit).as(err.toString()).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    Struct.Builder json = Struct.newBuilder();
    JsonFormat.parser().merge(out.toString(), json);
    assertThat(json.getFieldsMap())
        .containsKeys(
            "writerPerSecond",
            "verifyPerSecond",
            "verifyPerCpuSecond",
            "verifyHeapMib10",
            "verifyHeapMib50",
            "verifyHeapMib100",
            "eventBytes")
        .containsKeys(spread("proofByIndex"))
        .containsKeys(spread("proofById"))
        .containsKeys(spread("consistency"));
    json.getFieldsMap()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("load") && !name.endsWith("CpuMillis")) {
                assertThat(value.getNumberValue()).as(name).isPositive();
              }
            });
    assertThat(folder).isEmptyDirectory();
  }

  private static String[] spread(String name) {
    return new String[] {
      name + "P50Millis", name + "P99Millis", name + "MaxMillis", name + "P99CpuMillis"
    };
  }

  @Test
  void bench_toldToKeep_leavesTheLogWithItsKey() throws IOException {
    int exit =
        run("--events", "2000", "--keys", "5", "--samples", "1", "--dir", "" + folder, "--keep");

    assertThat(exit).as(err.toString()).isZero();
    String where =
        err.toString().lines().filter(line -> line.contains(" kept in ")).findFirst().orElseThrow();
    Path log = Path.of(where.substring(where.indexOf('/')));
    assertThat(log.resolve("checkpoint")).exists();
    assertThat(Files.readString(log.resolve("vkey"))).startsWith(SyntheticLog.ORIGIN);
  }

  @Test
  void bench_asText_isATable() {
    int exit = run("--events", "2000", "--keys", "10", "--samples", "5", "--dir", "" + folder);

    assertThat(exit).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("2,000 events of ", "audit verify, events/CPU second", "by event id");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void bench_fewerEventsThanItsTokensNeed_isAUsageError() {
    assertThat(run("--events", "300", "--keys", "100")).isEqualTo(2);
    assertThat(run("--samples", "0")).isEqualTo(2);
    assertThat(run("--keys", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--events takes more than three for each of --keys");
  }

  @Test
  void syntheticLog_anyLength_isWholeByTheVerifiersRules() throws Exception {
    for (long size : List.of(1L, 30L, 31L, 256L, 3000L)) {
      Path log = folder.resolve("log-" + size);
      SyntheticLog made = new SyntheticLog(log, 10);
      made.write(size, done -> {});
      TileFiles files = TileFiles.quick(log);
      TrustedKeys keys = TrustedKeys.of(VerifierKey.parse(made.vkey()));

      Report report =
          new LogVerifier(files, keys.open(Files.readAllBytes(log.resolve("checkpoint"))))
              .verify(events -> {});

      assertThat(report.findings()).isEmpty();
      assertThat(report.events()).isEqualTo(size);
    }
  }

  @Test
  void syntheticEvents_ids_areThoseOfTheirIndexes() {
    SyntheticEvents events = new SyntheticEvents(3);
    for (int i = 0; i < 50; i++) {
      assertThat(EventEncoding.decode(events.next()).id()).isEqualTo(SyntheticEvents.id(i));
    }
    assertThat(SyntheticEvents.id(7).value().version()).isEqualTo(7);
    assertThat(SyntheticEvents.id(7).value().variant()).isEqualTo(2);
  }
}
