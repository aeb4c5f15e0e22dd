package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.cli.Cli.Run;

/** {@code audit search} and {@code key-history}. */
final class AuditSearchCommandTest {
  private final TestSigner signer = TestSigner.of(SampleLog.ORIGIN);
  @TempDir private Path folder;
  private SampleLog log;

  @SuppressWarnings("NullAway.Init") // filled before each test
  AuditSearchCommandTest() {}

  @BeforeEach
  void makeLog() {
    log = SampleLog.ofTwoTokens(folder.resolve("log"), signer);
    log.add(
            log.event(EventKind.CEREMONY_APPROVED)
                .with(EventField.CEREMONY, "c-1")
                .with(EventField.PERSON, "hanako"))
        .add(
            log.event(EventKind.KEY_GENERATED)
                .with(EventField.KEY, "kagiban-kek-1")
                .with(EventField.KCV, new byte[] {(byte) 0xAB, 1, 2})
                .with(EventField.CEREMONY, "c-1"))
        .publish();
  }

  private Run run(String command, String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "audit";
    all[1] = command;
    all[2] = log.folder.toString();
    System.arraycopy(more, 0, all, 3, more.length);
    return Cli.run(all);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --token VSST12345678                          | 303
          --who internet-banking                        | 303
          --who hanako                                  | 1
          --key kagiban-kek-1                           | 1
          --key seed-VSST87654321                       | 3
          --ceremony c-1                                | 2
          --institution cu                              | 307
          --institution bank                            | 0
          --kind key_used                               | 303
          --kind KEY_USED,KEY_GENERATED                 | 306
          --kind KEY_USED --kind key-generated          | 306
          --verdict wrong_code                          | 1
          --request r-17                                | 1
          --from 2026-11-23T00:05:07Z                   | 3
          --from 2026-11-23T00:05:07                    | 3
          --from 2026-11-23T09:05:07 --zone Asia/Tokyo  | 3
          --to 2026-11-23T00:00:02Z                     | 2
          --from 2026-11-23 --to 2026-11-24             | 310
          --from 2026-11-24                             | 0
          --token VSST12345678 --verdict WRONG_CODE     | 0
          --from 2026-11-23T00:01:00Z --to 2026-11-23T00:02:00Z --verdict ACCEPTED | 60
          """)
  void search_count_isOfWhatWasAskedFor(String options, long expected) {
    String[] words = (options + " --count").split(" ");

    Run run = run("search", words);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().strip()).isEqualTo(Long.toString(expected));
    assertThat(run("search", (options + " --count --whole").split(" ")).out()).isEqualTo(run.out());
  }

  @Test
  void search_lines_sayPlaceTimeIdKindAndFields() {
    Run run = run("search", "--verdict", "WRONG_CODE", "--vkey", signer.verifier().vkey());

    assertThat(run.exit()).isZero();
    assertThat(run.out().strip())
        .startsWith("307  2026-11-23T00:05:07Z  " + log.events.get(307).id() + "  KEY_USED  ")
        .contains("token=VSST87654321", "caller=internet-banking", "request=wrong-1", "hmacs=1")
        .doesNotContain("previous");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void search_json_isOneObjectForEachEvent() throws IOException {
    Run run = run("search", "--ceremony", "c-1", "--json");

    assertThat(run.out().lines()).hasSize(2);
    Struct json = AuditVerifyCommandTest.json(run.out().lines().toList().get(1));
    assertThat(json.getFieldsOrThrow("kind").getStringValue()).isEqualTo("KEY_GENERATED");
    assertThat(json.getFieldsOrThrow("fields").getStructValue().getFieldsOrThrow("kcv"))
        .extracting(kcv -> kcv.getStringValue())
        .isEqualTo("ab0102");
    assertThat(AuditVerifyCommandTest.json(run("search", "--count", "--json").out()))
        .extracting(object -> object.getFieldsOrThrow("count").getNumberValue())
        .isEqualTo(310.0);
  }

  @Test
  void search_limit_stopsThere() {
    assertThat(run("search", "--kind", "KEY_USED", "--limit", "5").out().lines()).hasSize(5);
    assertThat(run("search", "--kind", "KEY_USED", "--limit", "5", "--count").out().strip())
        .isEqualTo("5");
  }

  @Test
  void search_nothingFound_saysSo() {
    Run run = run("search", "--who", "nobody");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("no such events");
  }

  @Test
  void search_clockThatWasSetBack_isSearchedAsAWhole() {
    Instant early = SampleLog.START.minusSeconds(7200);
    log.raw(AuditEvent.of(EventKind.HSM_LOST, EventId.at(early), early).build()).publish();
    String[] options = {"--to", "2026-11-22T23:00:00Z", "--count"};

    assertThat(run("search", options[0], options[1], "--count", "--whole").out().strip())
        .isEqualTo("1");
    assertThat(run("search", "--help").out()).contains("--whole").contains("CLOCK_STEPPED");
  }

  @Test
  void search_entryThatIsNoEvent_isPassedOverAndTold() {
    log.bytes("junk".getBytes(StandardCharsets.UTF_8))
        .use("VSST12345678", "ACCEPTED", "z")
        .publish();

    Run run = run("search", "--request", "z", "--count");

    assertThat(run.out().strip()).isEqualTo("1");
    assertThat(run.err()).contains("1 entries are no events that this version knows");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --kind KEY_EATEN       | no kind 'KEY_EATEN'; there are [LOG_STARTED
          --from yesterday       | --from: not a time
          --from 2026-13-01      | --from: not a time
          --from 2026-11-23 --to 2026-11-23 | --to is not after --from
          --limit 0              | --limit takes 1 or more
          --token VSST-1!        | --token: a Token ID
          --zone Mars            | --zone: no zone 'Mars'
          """)
  void search_wrongOption_isAUsageError(String options, String complaint) {
    Run run = run("search", options.split(" "));

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains(complaint);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void keyHistory_ofAToken_isItsWholeChain() throws IOException {
    Run run = run("key-history", "VSST87654321");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().lines().toList())
        .hasSize(5)
        .satisfies(
            lines -> assertThat(lines.get(0)).startsWith("1  event 4  ").contains("KEY_GENERATED"))
        .satisfies(
            lines -> assertThat(lines.get(3)).startsWith("4  event 307  ").contains("WRONG_CODE"));
    assertThat(run.out()).contains("VSST87654321: the chain is whole: 4 events, numbered without");
    Struct end =
        AuditVerifyCommandTest.json(
            run("key-history", "VSST87654321", "--json").out().lines().toList().get(4));
    assertThat(end.getFieldsMap().keySet())
        .containsExactlyInAnyOrder("chain", "events", "whole", "findings");
    assertThat(end.getFieldsOrThrow("whole").getBoolValue()).isTrue();
  }

  @Test
  void keyHistory_ofAKey_saysItsCheckValueAndCeremony() {
    assertThat(run("key-history", "kagiban-kek-1").out())
        .contains("KEY_GENERATED  key=kagiban-kek-1 kcv=ab0102 ceremony=c-1");
  }

  @Test
  void keyHistory_brokenChain_saysWhere() throws IOException {
    AuditEvent odd =
        log.event(EventKind.TOKEN_LOCKED)
            .with(EventField.TOKEN, "VSST87654321")
            .with(EventField.SEQUENCE, 9)
            .with(EventField.PREVIOUS, new byte[32])
            .build();
    log.raw(odd).publish();

    Run run = run("key-history", "VSST87654321");

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.out())
        .contains("event 310: CHAIN VSST87654321: ")
        .contains("the chain is NOT whole");
    Struct end =
        AuditVerifyCommandTest.json(
            run("key-history", "VSST87654321", "--json").out().lines().toList().get(5));
    assertThat(end.getFieldsOrThrow("whole").getBoolValue()).isFalse();
    assertThat(end.getFieldsOrThrow("findings").getListValue().getValuesCount()).isEqualTo(1);
  }

  @Test
  void keyHistory_unknownKey_saysWhereElseToLook() {
    Run run = run("key-history", "seed-VSST87654321");

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.out()).contains("no chain of this name").contains("audit search DIR --key");
  }
}
