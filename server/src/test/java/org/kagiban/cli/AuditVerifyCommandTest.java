package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.cli.Cli.Run;

final class AuditVerifyCommandTest {
  private final TestSigner signer = TestSigner.of(SampleLog.ORIGIN);
  @TempDir private Path folder;
  private Path log;
  private Path vkey;

  @SuppressWarnings("NullAway.Init") // filled before each test
  AuditVerifyCommandTest() {}

  @BeforeEach
  void keepKey() throws IOException {
    log = folder.resolve("log");
    // As an auditor has it: from elsewhere than from the log.
    vkey = Files.writeString(folder.resolve("mine.vkey"), signer.verifier().vkey() + "\n");
  }

  private SampleLog sample() {
    return SampleLog.ofTwoTokens(log, signer);
  }

  private Run verify(String... more) {
    return run("verify", more);
  }

  private Run run(String command, String... more) {
    return Cli.run(
        Stream.concat(Stream.of("audit", command, log.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private Run trusted(String... more) {
    return verify(
        Stream.concat(Stream.of("--vkey", vkey.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  static Struct json(String text) throws IOException {
    Struct.Builder struct = Struct.newBuilder();
    JsonFormat.parser().merge(text, struct);
    return struct.build();
  }

  private static double number(Struct json, String name) {
    return json.getFieldsOrThrow(name).getNumberValue();
  }

  @Test
  void verify_wholeLog_saysWhatItSawAndEndsWithZero() {
    sample();

    Run run = trusted();

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("log                    kagiban/sample")
        .contains("size                   308")
        .contains("from                   2026-11-23T00:00:00Z")
        .contains("to                     2026-11-23T00:05:07Z")
        .contains("checked                308 events, ")
        .contains("chains                 2")
        .contains("starts without a stop  1 ")
        .contains("earlier checkpoints    3")
        .contains("  KEY_USED             303")
        .contains("nothing was found: the log is whole");
    assertThat(run.err()).doesNotContain("note:");
  }

  @Test
  void verify_asJson_isOneObjectWithEveryFigure() throws IOException {
    sample();

    Run run = trusted("--json");

    assertThat(run.exit()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    Struct json = json(run.out());
    assertThat(json.getFieldsMap().keySet())
        .containsExactlyInAnyOrder(
            "clean",
            "origin",
            "size",
            "root",
            "events",
            "first",
            "last",
            "kinds",
            "chains",
            "startsWithoutStop",
            "earlierCheckpoints",
            "witnesses",
            "witnessedSize",
            "eventsPerSecond",
            "allFindings",
            "findings");
    assertThat(json.getFieldsOrThrow("clean").getBoolValue()).isTrue();
    assertThat(number(json, "size")).isEqualTo(308);
    assertThat(number(json, "chains")).isEqualTo(2);
    assertThat(json.getFieldsOrThrow("first").getStringValue()).isEqualTo("2026-11-23T00:00:00Z");
    assertThat(number(json.getFieldsOrThrow("kinds").getStructValue(), "KEY_USED")).isEqualTo(303);
  }

  @Test
  void verify_withoutKey_takesTheFoldersOwnAndSaysWhatThatIsWorth() {
    sample();

    Run run = verify();

    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("only that the folder fits together, not whose log it is");
  }

  @Test
  void verify_keyAsText_isTakenAsWell() {
    sample();

    assertThat(verify("--vkey", signer.verifier().vkey()).exit()).isZero();
  }

  @Test
  void verify_anothersKey_isNotToBeBelieved() {
    sample();

    Run run = verify("--vkey", TestSigner.of(SampleLog.ORIGIN).verifier().vkey());

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.err()).contains("checkpoint is not to be believed: no key that is known");
  }

  @Test
  void verify_replacedKey_takesBothKeys() {
    sample();
    TestSigner next = TestSigner.of(SampleLog.ORIGIN);

    Run run = trusted("--vkey", next.verifier().vkey());

    assertThat(run.exit()).isZero();
  }

  @Test
  void verify_useOfATokenThatWasNeverMade_namesTheEventAndItsId() {
    SampleLog sample = sample().use("VSST00000000", "ACCEPTED", "r").publish();
    String id = sample.events.get(308).id().toString();

    Run run = trusted();

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.out())
        .contains("event 308 (" + id + "): KEY_LIFE VSST00000000: ")
        .contains("FINDINGS: keep this folder");
  }

  @Test
  void verify_finding_isInTheJsonToo() throws IOException {
    sample().use("VSST00000000", "ACCEPTED", "r").publish();

    Struct json = json(trusted("--json").out());

    assertThat(json.getFieldsOrThrow("clean").getBoolValue()).isFalse();
    assertThat(number(json, "allFindings")).isPositive();
    Struct first = json.getFieldsOrThrow("findings").getListValue().getValues(0).getStructValue();
    assertThat(first.getFieldsOrThrow("rule").getStringValue()).isEqualTo("KEY_LIFE");
    assertThat(number(first, "index")).isEqualTo(308);
    assertThat(first.getFieldsOrThrow("about").getStringValue()).isEqualTo("VSST00000000");
    assertThat(first.getFieldsOrThrow("id").getStringValue()).hasSize(36);
  }

  @Test
  void verify_changedEvent_isFound() throws IOException {
    sample();
    Path bundle = log.resolve("tile/entries/000");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length / 2] ^= 1;
    Files.write(bundle, bytes);

    Run run = trusted();

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.out()).containsPattern("event \\d+: TREE: event \\d+ was changed");
  }

  @Test
  void verify_rolledBackToAnOlderCopy_isFoundByTheKeptCheckpoint() throws IOException {
    sample();
    Path kept = Files.copy(log.resolve("checkpoint"), folder.resolve("kept"));
    SampleLog older = new SampleLog(folder.resolve("older"), signer);
    older.add(EventKind.LOG_STARTED).token("VSST12345678").token("VSST87654321").publish();
    log = older.folder;

    assertThat(trusted().exit()).isZero();
    Run run = trusted("--earlier", kept.toString());

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.out()).contains("rolled back or cut").contains("308");
  }

  @Test
  void verify_earlierCheckpointOfAnotherLog_isNotToBeBelieved() throws IOException {
    sample();
    SampleLog other =
        SampleLog.ofTwoTokens(folder.resolve("other"), TestSigner.of("kagiban/other"));

    Run run = trusted("--earlier", other.folder.resolve("checkpoints").toString());

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.out()).contains("other/checkpoints/308 is not to be believed");
  }

  @Test
  void verify_enoughWitnesses_namesThem() throws IOException {
    TestSigner witness = TestSigner.of("witness.example/w");
    SampleLog sample = sample();
    sample.cosign("checkpoint", witness);

    Run run = trusted("--witness", witness.cosigner().vkey());

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("witnesses              witness.example/w, up to event 308");
  }

  @Test
  void verify_witnessBehind_saysUpToWhereItSigned() throws IOException {
    TestSigner witness = TestSigner.of("witness.example/w");
    SampleLog sample = sample();
    sample.cosign("cosigned", witness);
    sample.use("VSST12345678", "ACCEPTED", "later").publish();

    Run run = trusted("--witness", witness.cosigner().vkey());

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("up to event 308").contains("size                   309");
  }

  @Test
  void verify_noWitnessSigned_isAFinding() {
    sample();
    String witness = TestSigner.of("witness.example/w").cosigner().vkey();

    Run run = trusted("--witness", witness);

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.out()).contains("0 witnesses signed, not 1");
    assertThat(trusted("--witness", witness, "--quorum", "0").exit()).isZero();
  }

  @Test
  void verify_archivedBundles_areReadFromThere() throws IOException {
    sample();
    Path archive = folder.resolve("archive");
    Files.createDirectories(archive.resolve("tile/entries"));
    Files.move(log.resolve("tile/entries/000"), archive.resolve("tile/entries/000"));

    assertThat(trusted().exit()).isEqualTo(Exit.FINDINGS);
    assertThat(trusted("--archive", archive.toString()).exit()).isZero();
  }

  @Test
  void verify_textThatTurnsTheTerminal_isShownAsCodes() {
    SampleLog sample = sample();
    sample
        .add(
            sample.event(EventKind.KEY_DESTROYED).with(EventField.KEY, "evil\u001b[2J\nlog: clean"))
        .use("VSST00000000", "ACCEPTED", "r")
        .publish();

    Run history = run("search", "--kind", "KEY_DESTROYED");

    assertThat(history.out()).contains("evil\\u{1b}[2J\\u{a}log: clean").doesNotContain("\u001b");
    assertThat(history.out().lines()).hasSize(1);
    assertThat(trusted().out()).doesNotContain("\u001b");
    assertThat(run("search", "--kind", "KEY_DESTROYED", "--json").out())
        .contains("evil\\u001b[2J\\u000alog: clean");
  }

  @Test
  void verify_wrongArguments_areUsageErrors() throws IOException {
    SampleLog sample = sample();
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThat(Cli.run("audit", "verify", empty.toString()))
        .satisfies(r -> assertThat(r.err()).contains("holds no log"))
        .extracting(Run::exit)
        .isEqualTo(Exit.USAGE);
    for (List<String> wrong :
        List.of(
            List.of("--vkey", "nonsense"),
            List.of("--vkey", TestSigner.of("w").cosigner().vkey()),
            List.of("--witness", signer.verifier().vkey()),
            List.of("--quorum", "1"),
            List.of("--archive", folder.resolve("none").toString()),
            List.of("--earlier", folder.resolve("none").toString()),
            List.of("--zone", "Asia/Nowhere"))) {
      assertThat(verify(wrong.toArray(String[]::new)).exit()).as("%s", wrong).isEqualTo(Exit.USAGE);
    }
    Files.delete(sample.vkey());
    assertThat(verify().err()).contains("give the log's public key with --vkey");
    assertThat(verify().exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void verify_zone_showsTimesThere() {
    sample();

    assertThat(trusted("--zone", "Asia/Tokyo").out()).contains("2026-11-23T09:00:00+09:00");
  }
}
