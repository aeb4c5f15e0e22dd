package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.proof.TlogProof;
import org.kagiban.cli.Cli.Run;

/** {@code audit prove}, {@code check} and {@code show}. */
final class AuditProofCommandsTest {
  private final TestSigner signer = TestSigner.of(SampleLog.ORIGIN);
  private final String vkey = signer.verifier().vkey();
  @TempDir private Path folder;
  private SampleLog log;
  private String dir;
  private Path proof;

  @SuppressWarnings("NullAway.Init") // filled before each test
  AuditProofCommandsTest() {}

  @BeforeEach
  void makeLog() {
    log = SampleLog.ofTwoTokens(folder.resolve("log"), signer);
    dir = log.folder.toString();
    proof = folder.resolve("p.tlog-proof");
  }

  private String id(int index) {
    return log.events.get(index).id().toString();
  }

  private Run prove(String... place) {
    return Cli.run("audit", "prove", dir, place[0], place[1], "--out", proof.toString());
  }

  private Run check(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "audit";
    all[1] = "check";
    all[2] = proof.toString();
    System.arraycopy(more, 0, all, 3, more.length);
    return Cli.run(all);
  }

  @Test
  void prove_byIndex_writesAProofThatChecks() {
    Run run = prove("--index", "300");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("proves event 300 in the log of 308");
    Run checked = check("--vkey", vkey);
    assertThat(checked.exit()).as(checked.err()).isZero();
    assertThat(checked.out())
        .contains("the proof holds: kagiban/sample had 308 events, and this is one of them")
        .contains("event id     " + id(300))
        .contains("time         2026-11-23T00:05:00Z")
        .contains("kind         KEY_USED")
        .contains("token        VSST12345678")
        .contains("request      r-293")
        .contains("verdict      ACCEPTED")
        .contains("sequence     297");
  }

  @Test
  void prove_byEventId_provesTheSameEvent() throws IOException {
    assertThat(prove("--event", id(307)).exit()).isZero();

    Run checked = check("--vkey", vkey, "--json");
    assertThat(checked.exit()).isZero();
    Struct json = AuditVerifyCommandTest.json(checked.out());
    assertThat(json.getFieldsMap().keySet())
        .containsExactlyInAnyOrder("holds", "origin", "size", "witnesses", "event");
    Struct event = json.getFieldsOrThrow("event").getStructValue();
    assertThat(event.getFieldsOrThrow("index").getNumberValue()).isEqualTo(307);
    Struct fields = event.getFieldsOrThrow("fields").getStructValue();
    assertThat(fields.getFieldsOrThrow("verdict").getStringValue()).isEqualTo("WRONG_CODE");
    assertThat(fields.getFieldsOrThrow("hmacs").getNumberValue()).isEqualTo(1);
  }

  @Test
  void prove_asJson_namesFileAndPlace() throws IOException {
    Run run = Cli.run("audit", "prove", dir, "--index", "5", "--out", proof.toString(), "--json");

    Struct json = AuditVerifyCommandTest.json(run.out());
    assertThat(json.getFieldsMap().keySet())
        .containsExactlyInAnyOrder("file", "index", "origin", "size");
    assertThat(json.getFieldsOrThrow("index").getNumberValue()).isEqualTo(5);
  }

  @Test
  void prove_existingFile_isLeftAsItIs() throws IOException {
    Files.writeString(proof, "mine");

    Run run = prove("--index", "3");

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("exists already");
    assertThat(proof).hasContent("mine");
  }

  @Test
  void prove_eventThatIsNotThere_endsWithOne() {
    Run beyond = prove("--index", "308");
    assertThat(beyond.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(beyond.err()).contains("there is no event 308: the log has 308");
    Run unknown = prove("--event", "019e0000-0000-7000-8000-000000000000");
    assertThat(unknown.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(unknown.err()).contains("the log has no event 019e0000");
    assertThat(proof).doesNotExist();
  }

  @Test
  void prove_wrongArguments_areUsageErrors() {
    assertThat(Cli.run("audit", "prove", dir).exit()).isEqualTo(Exit.USAGE);
    assertThat(Cli.run("audit", "prove", dir, "--index", "1", "--event", id(1)).exit())
        .isEqualTo(Exit.USAGE);
    assertThat(prove("--index", "-1").exit()).isEqualTo(Exit.USAGE);
    assertThat(prove("--event", "12").exit()).isEqualTo(Exit.USAGE);
    assertThat(prove("--event", "019e0000-0000-4000-8000-000000000000").err())
        .contains("neither an index nor an event id");
  }

  @Test
  void prove_damagedLog_provesNothing() throws IOException {
    Path bundle = log.folder.resolve("tile/entries/000");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[40] ^= 1;
    Files.write(bundle, bytes);

    Run run = prove("--index", "3");

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.err()).contains("the log does not fit its checkpoint");
    assertThat(proof).doesNotExist();
  }

  @Test
  void check_changedProof_doesNotHold() throws IOException {
    prove("--index", "7");
    String text = Files.readString(proof);
    Files.writeString(proof, text.replace("index 7\n", "index 6\n"));

    Run run = check("--vkey", vkey);

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.out()).contains("the proof does NOT hold: the log does not have this entry");
    Struct json = AuditVerifyCommandTest.json(check("--vkey", vkey, "--json").out());
    assertThat(json.getFieldsOrThrow("holds").getBoolValue()).isFalse();
    assertThat(json.getFieldsOrThrow("problem").getStringValue()).contains("at index 6");
  }

  @Test
  void check_anothersKey_doesNotHold() {
    prove("--index", "7");

    Run run = check("--vkey", TestSigner.of(SampleLog.ORIGIN).verifier().vkey());

    assertThat(run.exit()).isEqualTo(Exit.FINDINGS);
    assertThat(run.out()).contains("no key that is known signed this");
  }

  @Test
  void check_witnessAskedFor_mustHaveSigned() throws IOException {
    TestSigner witness = TestSigner.of("witness.example/w");
    prove("--index", "7");
    assertThat(check("--vkey", vkey, "--witness", witness.cosigner().vkey()).exit())
        .isEqualTo(Exit.FINDINGS);
    Files.delete(proof);
    log.cosign("checkpoint", witness);
    prove("--index", "7");

    Run run = check("--vkey", vkey, "--witness", witness.cosigner().vkey());

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("witnesses: witness.example/w");
  }

  @Test
  void check_proofWithoutItsEvent_takesItFromAFile() throws IOException {
    prove("--index", "7");
    String text = Files.readString(proof);
    Files.writeString(proof, text.replaceAll("extra [^\n]*\n", ""));
    Path entry = Files.write(folder.resolve("entry"), EventEncoding.encode(log.events.get(7)));
    Path other = Files.write(folder.resolve("other"), EventEncoding.encode(log.events.get(8)));

    assertThat(check("--vkey", vkey).exit()).isEqualTo(Exit.USAGE);
    assertThat(check("--vkey", vkey, "--entry", entry.toString()).exit()).isZero();
    assertThat(check("--vkey", vkey, "--entry", other.toString()).exit()).isEqualTo(Exit.FINDINGS);
  }

  @Test
  void check_entryOfAnotherVersion_isShownAsBytes() throws Exception {
    SampleLog odd = new SampleLog(folder.resolve("odd"), signer);
    odd.bytes("not an event".getBytes(StandardCharsets.UTF_8)).publish();
    dir = odd.folder.toString();
    prove("--index", "0");

    Run run = check("--vkey", vkey);

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("12 bytes that are no event this version knows: 6e6f7420616e");
    assertThat(TlogProof.parse(Files.readAllBytes(proof)).index()).isZero();
  }

  @Test
  void check_withoutKeyOrProof_isAUsageError() throws IOException {
    prove("--index", "7");
    assertThat(check().err()).contains("--vkey is missing");
    assertThat(check().exit()).isEqualTo(Exit.USAGE);
    Files.writeString(proof, "nonsense");
    assertThat(check("--vkey", vkey).exit()).isEqualTo(Exit.USAGE);
    Files.delete(proof);
    assertThat(check("--vkey", vkey).err()).contains("cannot read");
  }

  @Test
  void show_byIndexAndById_isTheSameEvent() throws IOException {
    Run byIndex = Cli.run("audit", "show", dir, "2", "--vkey", vkey);
    Run byId = Cli.run("audit", "show", dir, id(2), "--vkey", vkey);

    assertThat(byIndex.exit()).isZero();
    assertThat(byIndex.out())
        .isEqualTo(byId.out())
        .contains("index        2")
        .contains("kind         KEY_USED")
        .contains("operation    enroll");
    Struct json = AuditVerifyCommandTest.json(Cli.run("audit", "show", dir, "2", "--json").out());
    assertThat(json.getFieldsMap().keySet())
        .containsExactlyInAnyOrder("index", "id", "time", "kind", "fields");
  }

  @Test
  void show_eventThatIsNotThere_endsWithOne() {
    assertThat(Cli.run("audit", "show", dir, "999").exit()).isEqualTo(Exit.FINDINGS);
    assertThat(Cli.run("audit", "show", dir, "soon").exit()).isEqualTo(Exit.USAGE);
    assertThat(Cli.run("audit", "show", dir).exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void show_entryThatIsNoEvent_isShownAsBytes() throws IOException {
    SampleLog odd = new SampleLog(folder.resolve("odd"), signer);
    odd.bytes(new byte[] {1, 2, 3}).publish();
    String odder = odd.folder.toString();

    assertThat(Cli.run("audit", "show", odder, "0").out()).contains("entry 0: 3 bytes");
    Struct json = AuditVerifyCommandTest.json(Cli.run("audit", "show", odder, "0", "--json").out());
    assertThat(json.getFieldsOrThrow("entry").getStringValue()).isEqualTo("010203");
  }
}
