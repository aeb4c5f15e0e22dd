package org.kagiban.custody.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagiban.custody.ceremony.OneCustodianAloneTest.refused;

import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.custody.ceremony.Authority.Member;

class StatementRulesTest {
  private static final String FILE = "ceremony: import-key\npartition: kagiban\n";

  private final Office office = new Office();

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void verify_signedByTheCertificatesKey_holdsForTheseBytesOnly(String algorithm) throws Exception {
    Member member = office.authority.member("c", "C", Authority.pair(algorithm));
    Instant at = Office.NOW;
    CeremonyId id = CeremonyId.random();
    Statement statement = new Statement(Act.RUN, id, new byte[32], at, at.plusSeconds(60));
    byte[] signature = Statements.sign(member.key(), statement);
    assertThat(verify(member, statement, signature)).isTrue();
    Statement other = new Statement(Act.ABORT, id, new byte[32], at, at.plusSeconds(60));
    assertThat(verify(member, other, signature)).isFalse();
    assertThat(verify(office.ben, statement, signature)).isFalse();
    assertThat(verify(member, statement, new byte[0])).isFalse();
    signature[signature.length - 1] ^= 1;
    assertThat(verify(member, statement, signature)).isFalse();
  }

  @Test
  void sign_withAKeyOfAnotherKind_isRefused() {
    KeyPair dsa = Authority.pair("DSA");
    Statement statement =
        new Statement(
            Act.RUN, CeremonyId.random(), new byte[32], Office.NOW, Office.NOW.plusSeconds(1));
    assertThatThrownBy(() -> Statements.sign(dsa.getPrivate(), statement))
        .isInstanceOf(InvalidKeyException.class);
    Member member = office.authority.member("d", "D", dsa);
    CeremonyDesk.Signature none =
        new CeremonyDesk.Signature(Office.NOW, Office.NOW.plusSeconds(9), new byte[64]);
    refused(
        "SIGNATURE_KEY_UNSUPPORTED",
        () ->
            Office.done(
                office.desk.propose(
                    member.custodian(), CeremonyId.random(), Office.text(FILE), none)));
  }

  /** Seconds from the server's clock to the signature, and from there to its end. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0,    600,   fine
          -300, 600,   fine
          300,  600,   fine
          -301, 600,   SIGNATURE_TIME
          301,  600,   SIGNATURE_TIME
          0,    601,   SIGNATURE_LIFE
          0,    0,     SIGNATURE_EXPIRED
          0,    -1,    SIGNATURE_EXPIRED
          -60,  60,    SIGNATURE_EXPIRED
          -60,  61,    fine
          """)
  void propose_atTheEdgesOfItsTime_isDecided(long from, long life, String outcome) {
    decide(Act.PROPOSE, from, life, outcome);
  }

  /** An approval may live as long as the policy says: 24 hours. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0,    86400, fine
          0,    86401, SIGNATURE_LIFE
          -60,  60,    SIGNATURE_EXPIRED
          301,  600,   SIGNATURE_TIME
          """)
  void approve_atTheEdgesOfItsTime_isDecided(long from, long life, String outcome) {
    decide(Act.APPROVE, from, life, outcome);
  }

  private void decide(Act act, long from, long life, String outcome) {
    CeremonyId id = act == Act.PROPOSE ? CeremonyId.random() : office.propose(office.aiko, FILE);
    byte[] hash = Office.hash(FILE);
    Instant at = office.now().plusSeconds(from);
    Member who = act == Act.PROPOSE ? office.aiko : office.ben;
    CeremonyDesk.Signature signature =
        Office.sign(who, act, id, hash, at, at.plus(Duration.ofSeconds(life)));
    org.assertj.core.api.ThrowableAssert.ThrowingCallable work =
        () ->
            Office.done(
                act == Act.PROPOSE
                    ? office.desk.propose(who.custodian(), id, Office.text(FILE), signature)
                    : office.desk.approve(who.custodian(), id, hash, signature));
    if (outcome.equals("fine")) {
      org.assertj.core.api.Assertions.assertThatCode(work).doesNotThrowAnyException();
    } else {
      refused(outcome, work);
    }
  }

  private static boolean verify(Member member, Statement statement, byte[] signature)
      throws InvalidKeyException {
    return Statements.verify(member.custodian().certificate(), statement, signature);
  }
}
