package org.kagiban.custody.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.Authority.Member;
import org.kagiban.yaml.ConfigException;

class TranscriptTest {
  private static final String FILE =
      "# made by Aiko\nceremony: import-key\ntitle: The first\npartition: kagiban\n";

  private final Office office = new Office();

  @Test
  void transcript_ofAnExecutedCeremony_tellsAllAndHolds() throws Exception {
    CeremonyId id = office.agreed(FILE);
    String text = transcript(office.run(office.aiko, id));
    assertThat(text)
        .contains(id.toString(), "The first", "Aiko Tanaka", "custodian-2", "CN=custodian-1")
        .contains("EXECUTED", "Kagiban 0.3", "CKA_SENSITIVE", FakeHsm.METHOD, "KEY_GENERATED")
        .contains("# Witness: ____");
    TranscriptCheck.Result result = check(text, 1);
    assertThat(result.problems()).isEmpty();
    assertThat(result.proved()).hasSize(5);
    assertThat(check(text, 2).problems()).singleElement().asString().contains("it takes 2");
  }

  @Test
  void transcript_ofACeremonyAtTheHsm_holdsWithItsReport() throws Exception {
    String text = transcript(office.find(office.kek("kagiban-kek-1")));
    assertThat(text).contains("FINISH", "reported:", "state: ACTIVE");
    assertThat(check(text, 1).problems()).isEmpty();
    assertThat(check(text.replace("value: test", "value: text"), 1).problems())
        .singleElement()
        .asString()
        .contains("FINISH", "about another text");
  }

  /** What ties a transcript to the audit log: file, outcome, and the event of each act. */
  @Test
  void facts_ofATranscript_haveTheHashesAndTheIdsOfItsEvents() throws Exception {
    CeremonyId atHsm = office.kek("kagiban-kek-1");
    CeremonyId ran = office.agreed(FILE);
    assertThat(TranscriptFacts.read("t", bytes(transcript(office.find(ran)))).outcomeHash())
        .isNull();
    var unused = office.run(office.aiko, ran);
    for (CeremonyId id : List.of(ran, atHsm)) {
      TranscriptFacts facts = TranscriptFacts.read("t", bytes(transcript(office.find(id))));
      Ceremony ceremony = office.find(id);
      assertThat(facts.id()).isEqualTo(id.toString());
      assertThat(facts.fileHash()).isEqualTo(Sha256.hex(ceremony.file()));
      assertThat(facts.outcomeHash()).isEqualTo(Sha256.hex(bytes("" + ceremony.outcome())));
      assertThat(facts.acts())
          .extracting(TranscriptFacts.Deed::event)
          .isEqualTo(ceremony.signed().stream().map(CeremonyEvents::idOf).toList());
    }
  }

  @Test
  void transcript_isTheSameTextForTheSameCeremony() {
    CeremonyId id = office.agreed(FILE);
    Ceremony ended = office.run(office.aiko, id);
    assertThat(transcript(ended)).isEqualTo(transcript(office.find(id)));
  }

  @Test
  void transcript_whileItIsOpen_holdsToo() throws Exception {
    CeremonyId id = office.propose(office.aiko, FILE);
    assertThat(check(transcript(office.find(id)), 1).problems()).isEmpty();
    assertThat(Office.done(office.cancelling(office.aiko, id)).status())
        .isEqualTo(Ceremony.Status.CANCELLED);
    assertThat(check(transcript(office.find(id)), 1).problems()).isEmpty();
  }

  /** Whatever the file looks like, its bytes come back from the transcript. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ceremony: import-key\r\npartition: kagiban\r\n",
        "ceremony: import-key\npartition: kagiban",
        "\n\n  # indented\nceremony: import-key  \npartition: kagiban\n\n\n",
        "{ceremony: import-key, partition: kagiban}",
        "ceremony: import-key # tab\there\npartition: kagiban\n",
        "\uFEFFceremony: import-key\npartition: kagiban\n",
        "ceremony: import-key\ntitle: \u9375\u756a \uD83D\uDD11 \u0085 \u2028\npartition: kagiban\n",
        "# ---\n# a: |\nceremony: import-key\npartition: kagiban\n# end ...\n",
      })
  void transcript_ofAnOddFile_holds(String file) throws Exception {
    CeremonyId id = office.agreed(file);
    assertThat(check(transcript(office.run(office.aiko, id)), 1).problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          # made by Aiko; # made by Ben; SHA-256 is not the one
          partition: kagiban; partition: elsewhere; kind or partition
          kind: import-key; kind: checkpoint-key; kind or partition
          person: Ben Mori; person: Aiko Tanaka; 0 approvals by others
          act: APPROVE; act: WITHDRAW; signature that is not by
          expires: '; expires: '2; signature that is not by
          certificate-sha256: ; certificate-sha256: 0; a certificate or an event
          event: ; event: 0; a certificate or an event
          status: EXECUTED; status: ABORTED; it is ABORTED, and the last act is RUN
          """)
  void check_alteredTranscript_tellsWhatIsWrong(String right, String wrong, String told)
      throws Exception {
    CeremonyId id = office.agreed(FILE);
    String text = transcript(office.run(office.aiko, id)).replace("expires: 2", "expires: '2");
    String good = text.replaceAll("(expires: '[0-9TZ:.-]+)", "$1'");
    assertThat(check(good, 1).problems()).isEmpty();
    assertThat(good).contains(right);
    String altered = alter(good, right, wrong);
    assertThat(check(altered, 1).problems()).anySatisfy(one -> assertThat(one).contains(told));
  }

  private static String alter(String good, String right, String wrong) {
    return right.equals("expires: '")
        ? good.replaceFirst("expires: '2026", "expires: '2027")
        : good.replaceFirst(right, wrong);
  }

  @Test
  void check_withAnotherAuthority_provesNobody() throws Exception {
    CeremonyId id = office.agreed(FILE);
    String text = transcript(office.run(office.aiko, id));
    Authority other = new Authority("ca", Office.NOW);
    TranscriptCheck.Result result =
        TranscriptCheck.check("t", bytes(text), List.of(other.certificate()), 1);
    assertThat(result.good()).isFalse();
    assertThat(result.problems()).hasSize(3).allMatch(one -> one.contains("no given authority"));
  }

  /** Whoever has the server can write transcripts, but cannot sign for a second custodian. */
  @Test
  void check_forgedByOneCustodianAndTheServer_fails() throws Exception {
    CeremonyId id = office.propose(office.aiko, FILE);
    Ceremony real = office.find(id);
    Member twin = office.authority.member("custodian-2", "Ben Mori", office.aiko.keys());
    List<Signed> acts = new ArrayList<>(real.signed());
    acts.add(signed(twin, Act.APPROVE, id));
    acts.add(signed(office.aiko, Act.RUN, id));
    Ceremony forged =
        new Ceremony(id, real.kind(), real.file(), Ceremony.Status.EXECUTED, acts, "a: b\n");
    assertThat(check(transcript(forged), 1).problems())
        .singleElement()
        .asString()
        .contains("0 approvals");
  }

  @Test
  void check_withoutARun_fails() throws Exception {
    CeremonyId id = office.agreed(FILE);
    Ceremony real = office.find(id);
    Ceremony forged =
        new Ceremony(
            id, real.kind(), real.file(), Ceremony.Status.EXECUTED, real.signed(), "a: b\n");
    assertThat(check(transcript(forged), 1).problems())
        .anySatisfy(one -> assertThat(one).contains("nobody signed for its beginning"));
  }

  @Test
  void check_somethingElse_isNotATranscript() {
    assertThatThrownBy(() -> check("ceremony: import-key\n", 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("transcript: is missing");
  }

  private Signed signed(Member who, Act act, CeremonyId id) {
    return Acts.signed(
        act, who.custodian(), id, Office.hash(FILE), office.sign(who, act, id, Office.hash(FILE)));
  }

  private String transcript(Ceremony ceremony) {
    return office.desk.standing(ceremony).transcript();
  }

  private TranscriptCheck.Result check(String text, int approvals) throws ConfigException {
    return TranscriptCheck.check(
        "t", bytes(text), List.of(office.authority.certificate()), approvals);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
