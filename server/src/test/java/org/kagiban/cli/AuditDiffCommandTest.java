package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.cli.Cli.Run;

final class AuditDiffCommandTest {
  private final TestSigner signer = TestSigner.of(SampleLog.ORIGIN);
  private final String vkey = signer.verifier().vkey();
  @TempDir private Path folder;
  private SampleLog log;
  private String dir;

  @SuppressWarnings("NullAway.Init") // filled before each test
  AuditDiffCommandTest() {}

  @BeforeEach
  void makeLog() {
    log = SampleLog.ofTwoTokens(folder.resolve("log"), signer);
    dir = log.folder.toString();
  }

  private Run diff(String older, String newer, String... more) {
    String[] all = new String[more.length + 6];
    all[0] = "audit";
    all[1] = "diff";
    all[2] = older;
    all[3] = newer;
    all[4] = "--vkey";
    all[5] = vkey;
    System.arraycopy(more, 0, all, 6, more.length);
    return Cli.run(all);
  }

  private String checkpoint(int size) {
    return log.folder.resolve("checkpoints").resolve(Integer.toString(size)).toString();
  }

  @Test
  void diff_checkpointAndFolder_saysWhatHappenedBetween() {
    log.add(log.event(EventKind.CEREMONY_EXECUTED).with(EventField.CEREMONY, "c-1"))
        .add(log.event(EventKind.KEY_DESTROYED).with(EventField.KEY, "kagiban-kek-1"))
        .add(log.event(EventKind.ROLE_CHANGED).with(EventField.OBJECT, "hanako"))
        .publish();

    Run run = diff(checkpoint(1), dir);

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("consistent: the log of 311 events begins with the 1 of the older state")
        .contains("between them: 310 events, 2026-11-23T00:00:01Z to 2026-11-23T00:05:10Z")
        .contains("KEY_USED              303")
        .contains("verdict ACCEPTED    302")
        .contains("verdict WRONG_CODE  1")
        .contains("keys made: 2")
        .contains("keys destroyed: 1")
        .contains("ceremonies' steps: 1")
        .contains("roles changed: 1")
        .contains("object=hanako")
        .doesNotContain("policies changed");
  }

  @Test
  void diff_asJson_hasEveryTopic() throws IOException {
    Run run = diff("1", "7", "--log", dir, "--json");

    assertThat(run.exit()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    Struct json = AuditVerifyCommandTest.json(run.out());
    assertThat(json.getFieldsMap().keySet())
        .containsExactlyInAnyOrder(
            "consistent",
            "oldSize",
            "newSize",
            "events",
            "first",
            "last",
            "kinds",
            "verdicts",
            "keysMade",
            "keysDestroyed",
            "ceremonies",
            "roles",
            "policies",
            "server",
            "read");
    assertThat(json.getFieldsOrThrow("consistent").getBoolValue()).isTrue();
    assertThat(json.getFieldsOrThrow("events").getNumberValue()).isEqualTo(6);
    Struct made = json.getFieldsOrThrow("keysMade").getStructValue();
    assertThat(made.getFieldsOrThrow("count").getNumberValue()).isEqualTo(2);
    assertThat(made.getFieldsOrThrow("events").getListValue().getValuesCount()).isEqualTo(2);
  }

  @Test
  void diff_moreThanTheListHolds_saysHowMany() {
    assertThat(diff("0", dir, "--list", "1").out()).contains("keys made: 2").contains("and 1 more");
  }

  @Test
  void diff_sameState_hasNothingBetween() {
    Run run = diff(dir, dir);

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("between them: 0 events").doesNotContain("KEY_USED");
  }

  @Test
  void diff_twoCheckpointsOfTheSameLog_readTheEventsFromIt() {
    Run run = diff(checkpoint(1), checkpoint(7), "--log", dir);

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("between them: 6 events");
  }

  @Test
  void diff_forkOfTheSameSize_isRefused() {
    SampleLog fork = new SampleLog(folder.resolve("fork"), signer);
    fork.add(EventKind.LOG_STARTED).token("VSST12345678").token("VSST87654321");
    for (int i = 0; i < 300; i++) {
      fork.use("VSST12345678", "ACCEPTED", "r-" + i);
    }
    fork.use("VSST87654321", "ACCEPTED", "was-wrong").publish();

    Run run = diff(fork.folder.toString(), dir);

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.out()).contains("forked: two checkpoints of 308 events");
  }

  @Test
  void diff_changedPast_isRefused() throws IOException {
    SampleLog other = new SampleLog(folder.resolve("other"), signer);
    other.add(EventKind.LOG_STARTED).token("VSST99999999").publish();

    Run run = diff(other.folder.toString(), dir);

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.out()).contains("changed: the log's first 4 events are not those that OLD");
    Struct json = AuditVerifyCommandTest.json(diff(other.folder.toString(), dir, "--json").out());
    assertThat(json.getFieldsMap().keySet()).containsExactlyInAnyOrder("consistent", "problem");
    assertThat(json.getFieldsOrThrow("consistent").getBoolValue()).isFalse();
  }

  @Test
  void diff_rollback_isRefused() {
    SampleLog older = new SampleLog(folder.resolve("older"), signer);
    older.add(EventKind.LOG_STARTED).publish();

    Run cut = diff(dir, older.folder.toString());
    Run swapped = diff(dir, checkpoint(7), "--log", dir);

    assertThat(cut.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(cut.out()).contains("rolled back or cut: OLD was signed with 308 events");
    assertThat(swapped.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(swapped.out()).contains("rolled back: OLD has 308 events and NEW only 7");
  }

  @Test
  void diff_checkpointOfAnotherKey_isNotToBeBelieved() {
    SampleLog other = new SampleLog(folder.resolve("o"), TestSigner.of(SampleLog.ORIGIN));
    other.add(EventKind.LOG_STARTED).publish();

    Run run = diff(other.folder.toString(), dir);

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.err()).contains("is not to be believed");
  }

  @Test
  void diff_sizeBeyondTheLog_isRefused() {
    Run run = diff("1", "400", "--log", dir);

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.out()).contains("NEW is 400, but the log has only 308 events");
  }

  @Test
  void diff_wrongArguments_areUsageErrors() {
    assertThat(diff("1", "7").err()).contains("name the log's folder with --log DIR");
    assertThat(diff("1", "7").exit()).isEqualTo(Exit.USAGE);
    assertThat(diff("soon", dir).err()).contains("OLD: 'soon' is no folder with a log");
    assertThat(diff("soon", dir).exit()).isEqualTo(Exit.USAGE);
    assertThat(Cli.run("audit", "diff", dir).exit()).isEqualTo(Exit.USAGE);
  }
}
