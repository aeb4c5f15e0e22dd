package org.kagiban.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.kagiban.audit.EventField.*;
import static org.kagiban.audit.EventKind.*;
import static org.kagiban.audit.verify.Story.T1;
import static org.kagiban.audit.verify.Story.T2;
import static org.kagiban.audit.verify.Story.T3;
import static org.kagiban.audit.verify.Story.T4;
import static org.kagiban.audit.verify.Story.bytes;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.Finding.Rule;

/**
 * A dishonest operator who holds the signing key leaves one event out, or puts one in, and makes
 * chains, tiles and signature anew: the rules of lives still tell.
 */
class LifeRulesTest {
  static Stream<Arguments> lies() {
    return Stream.of(
        lie("made twice", T4, "made before", s -> s.put(end(s), KEY_GENERATED, TOKEN, T4)),
        lie("never made", T4, "never made", s -> s.without(KEY_GENERATED, TOKEN, T4)),
        lie("imported unseen", T2, "never made", s -> s.without(KEY_IMPORTED, TOKEN, T2)),
        lie(
            "enrolment left out",
            T1,
            "should have had a TOKEN_ENROLLED",
            s -> s.without(TOKEN_ENROLLED, TOKEN, T1)),
        lie(
            "enrolled without a code, twice",
            T2,
            "enrolled before",
            s -> s.put(end(s), TOKEN_ENROLLED, TOKEN, T2)),
        lie(
            "unenrolled twice",
            T4,
            "not enrolled",
            s -> s.put(end(s), TOKEN_UNENROLLED, TOKEN, T4)),
        lie(
            "unenrolment left out",
            T3,
            "enrolled before",
            s -> s.without(TOKEN_UNENROLLED, TOKEN, T3)),
        lie("used by nobody", T4, "not enrolled", s -> use(s, T4, "ACCEPTED", 1)),
        lie("lock left out", T1, "not locked", s -> s.without(TOKEN_LOCKED, TOKEN, T1)),
        lie(
            "unlock left out",
            T1,
            "should have had a TOKEN_UNLOCKED",
            s -> s.without(TOKEN_UNLOCKED, TOKEN, T1)),
        lie(
            "locked twice",
            T2,
            "locked before",
            s -> s.put(end(s), TOKEN_LOCKED, TOKEN, T2).put(end(s), TOKEN_LOCKED, TOKEN, T2)),
        lie("suspension left out", T1, "not suspended", s -> s.without(TOKEN_SUSPENDED, TOKEN, T1)),
        lie(
            "suspended twice",
            T2,
            "suspended before",
            s -> s.put(end(s), TOKEN_SUSPENDED, TOKEN, T2).put(end(s), TOKEN_SUSPENDED, TOKEN, T2)),
        lie(
            "resumption left out",
            T1,
            "suspended before",
            s -> s.without(TOKEN_RESUMED, TOKEN, T1)),
        lie(
            "code issued unseen",
            T1,
            "no temporary code",
            s -> s.without(TEMPORARY_CODE_ISSUED, TOKEN, T1)),
        lie(
            "code's use left out",
            T1,
            "should have had a TEMPORARY_CODE_USED",
            s -> s.without(TEMPORARY_CODE_USED, TOKEN, T1)),
        lie(
            "code for nobody",
            T4,
            "not enrolled",
            s -> s.put(end(s), TEMPORARY_CODE_ISSUED, TOKEN, T4)),
        lie(
            "signed for nobody",
            T4,
            "not enrolled",
            s -> use(s, "verify-transaction", T4, "ACCEPTED", 1)),
        lie(
            "signed without an HMAC",
            T2,
            "no HMAC was computed",
            s -> use(s, "verify-transaction", T2, "ACCEPTED", 0)),
        lie("retirement left out", T1, "not retired", s -> s.without(TOKEN_RETIRED, TOKEN, T1)),
        lie("destroyed in use", T2, "not retired", s -> s.put(end(s), KEY_DESTROYED, TOKEN, T2)),
        lie(
            "retired twice",
            T1,
            "seed destroyed before",
            s -> s.put(end(s), TOKEN_RETIRED, TOKEN, T1)),
        lie(
            "used after its destruction",
            T1,
            "seed destroyed before",
            s -> use(s, T1, "NOT_ENROLLED", 1)),
        lie(
            "accepted after its destruction",
            T1,
            "seed destroyed before",
            s -> use(s, T1, "ACCEPTED", 0)),
        lie(
            "accepted after its retirement",
            T3,
            "retired before",
            s ->
                s.put(
                    s.index(KEY_DESTROYED, TOKEN, T3),
                    KEY_USED,
                    TOKEN,
                    T3,
                    VERDICT,
                    "WRONG_CODE",
                    HMACS,
                    1L)),
        lie(
            "moved after its destruction",
            T1,
            "seed destroyed before",
            s -> s.put(end(s), KEY_MOVED, TOKEN, T1)),
        lie(
            "KEK activated unseen",
            "kagiban-kek-1",
            "not activated",
            s -> s.without(KEY_ACTIVATED, KEY, "kagiban-kek-1")),
        lie(
            "KEK made unseen",
            "kagiban-kek-1",
            "never made",
            s -> s.without(KEY_GENERATED, KEY, "kagiban-kek-1")),
        lie(
            "KEK made twice",
            "kagiban-kek-2",
            "made before",
            s -> s.put(end(s), KEY_GENERATED, KEY, "kagiban-kek-2", KCV, bytes(1))),
        lie(
            "two KEKs active",
            "kagiban-kek-1",
            "two are active",
            s -> s.without(KEY_DEACTIVATED, KEY, "kagiban-kek-1")),
        lie(
            "KEK changed",
            "kagiban-kek-2",
            "another key check value",
            s -> s.with(KEY_ACTIVATED, KEY, "kagiban-kek-2", KCV, bytes(2))),
        lie(
            "KEK destroyed in use",
            "kagiban-kek-1",
            "wrapped under it",
            s -> s.without(KEY_REWRAPPED, TOKEN, T4)),
        lie(
            "KEK destroyed twice",
            "kagiban-kek-1",
            "destroyed before",
            s -> s.put(end(s), KEY_DESTROYED, KEY, "kagiban-kek-1")),
        lie(
            "active KEK destroyed",
            "kagiban-kek-2",
            "active KEK",
            s -> s.put(end(s), KEY_DESTROYED, KEY, "kagiban-kek-2")),
        lie(
            "wrapped under a destroyed KEK",
            "kagiban-kek-1",
            "it was destroyed",
            s -> s.put(end(s), KEY_MOVED, TOKEN, T2, KEK, "kagiban-kek-1")),
        lie(
            "wrapped under an unknown KEK",
            "kagiban-kek-9",
            "never made",
            s -> s.put(end(s), KEY_MOVED, TOKEN, T2, KEK, "kagiban-kek-9")));
  }

  private static int end(Story story) {
    return story.events.size() - 1;
  }

  private static void use(Story story, String token, String verdict, long hmacs) {
    use(story, "verify", token, verdict, hmacs);
  }

  private static void use(Story story, String operation, String token, String verdict, long hmacs) {
    story.put(
        end(story), KEY_USED, TOKEN, token, OPERATION, operation, VERDICT, verdict, HMACS, hmacs);
  }

  private static Arguments lie(String name, String about, String words, Consumer<Story> change) {
    return arguments(name, about, words, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void verify_lifeThatCannotHaveBeen_isFound(
      String name, String about, String words, Consumer<Story> lie) throws IOException {
    Story story = Story.whole();
    lie.accept(story);
    Report report = TestLog.of(story.events).verify();

    assertThat(report.findings())
        .as(name)
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(Rule.KEY_LIFE);
              assertThat(finding.about()).isEqualTo(about);
              assertThat(finding.text()).contains(words).contains("event ");
              assertThat(finding.index()).isBetween(0L, report.events() - 1);
            })
        .allMatch(finding -> finding.rule() == Rule.KEY_LIFE || finding.rule() == Rule.CEREMONY);
  }

  static Stream<Arguments> harmless() {
    return Stream.of(
        arguments("destruction told twice", harmless(s -> s.put(end(s), KEY_DESTROYED, TOKEN, T1))),
        arguments("a leftover row refused", harmless(s -> s.put(end(s), SEED_REFUSED, TOKEN, T1))),
        arguments(
            "unlocked before it was locked", harmless(s -> s.token(TOKEN_UNLOCKED, T2, "unlock"))),
        arguments("killed and started", harmless(s -> s.add(LOG_STARTED))),
        arguments("an import key made, destroyed and made", harmless(LifeRulesTest::importKeys)));
  }

  private static Consumer<Story> harmless(Consumer<Story> change) {
    return change;
  }

  private static void importKeys(Story story) {
    for (String id : new String[] {"d1", "d3"}) {
      story.ceremony(
          id, "import-key", () -> story.key(KEY_GENERATED, "kagiban-import", id, id.hashCode()));
      String end = id + "x";
      story.ceremony(
          end,
          "key-destruction",
          () -> story.key(EventKind.KEY_DESTROYED, "kagiban-import", end, id.hashCode()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void verify_whatMayBe_isNoFinding(String name, Consumer<Story> change) throws IOException {
    Story story = Story.whole();
    change.accept(story);

    assertThat(TestLog.of(story.events).verify().findings()).as(name).isEmpty();
  }
}
