package org.kagiban.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.kagiban.audit.EventField.*;
import static org.kagiban.audit.EventKind.*;
import static org.kagiban.audit.verify.Story.T2;
import static org.kagiban.audit.verify.Story.bytes;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.Finding.Rule;

/** What an operator with the signing key cannot make look as if several people had agreed. */
class CeremonyRulesTest {
  static Stream<Arguments> lies() {
    return Stream.of(
        lie("c6", "never proposed", s -> s.without(CEREMONY_PROPOSED, CEREMONY, "c6")),
        lie("c6", "1 of 2 approvals", s -> s.without(CEREMONY_APPROVED, CEREMONY, "c6")),
        lie(
            "c6",
            "is approved by its own proposer",
            s -> s.with(CEREMONY_APPROVED, CEREMONY, "c6", PERSON, "Anna ")),
        lie(
            "c6",
            "1 of 2 approvals",
            s -> s.with(CEREMONY_APPROVED, CEREMONY, "c6", PERSON, "CLEO")),
        lie("c6", "another file", s -> s.with(CEREMONY_APPROVED, CEREMONY, "c6", HASH, bytes(1))),
        lie(
            "c6",
            "1 of 2 approvals",
            s -> s.with(CEREMONY_APPROVED, CEREMONY, "c6", HASH, bytes(1))),
        lie("c6", "1 of 2 approvals", s -> s.with(CEREMONY_APPROVED, CEREMONY, "c6", EXPIRES, 1L)),
        lie("c6", "1 of 2 approvals", CeremonyRulesTest::withdrawn),
        lie(
            "c6",
            "but the policy in force asks for 2",
            s -> s.with(CEREMONY_STARTED, CEREMONY, "c6", REQUIRED, 1L)),
        lie("c6", "2 of 3 approvals", s -> s.with(CEREMONY_STARTED, CEREMONY, "c6", REQUIRED, 3L)),
        lie(
            "c7",
            "was not running: it was PROPOSED",
            s -> s.without(CEREMONY_STARTED, CEREMONY, "c7")),
        lie(
            "c6",
            "was not running: it was EXECUTED",
            s -> put(s, KEY_MOVED, TOKEN, T2, CEREMONY, "c6", KEK, "kagiban-kek-2")),
        lie(
            "c8",
            "was over: it was CANCELLED",
            s -> s.act(CEREMONY_STARTED, "c8", "import-key", "anna")),
        lie(
            "c8",
            "cancelled by another",
            s -> s.with(CEREMONY_CANCELLED, CEREMONY, "c8", PERSON, "ben")),
        lie(
            "c8",
            "no approval by who takes one back",
            s -> s.without(CEREMONY_APPROVED, CEREMONY, "c8")),
        lie(
            "c9",
            "was not running: it was ABORTED",
            s -> s.act(CEREMONY_EXECUTED, "c9", "import-key", "anna")),
        lie("c9", "not open any more", s -> s.act(CEREMONY_CANCELLED, "c9", "import-key", "anna")),
        lie(
            "c9",
            "proposed before under the same id",
            s -> s.act(CEREMONY_PROPOSED, "c9", "import-key", "ben")),
        lie(
            "",
            "happens in no ceremony",
            s -> put(s, KEY_GENERATED, KEY, "kagiban-import", KCV, bytes(1))),
        lie("", "happens in no ceremony", s -> put(s, KEY_DESTROYED, KEY, "kagiban-checkpoint")),
        lie(
            "",
            "happens in no ceremony",
            s -> put(s, KEY_IMPORTED, TOKEN, "VSST00000009", KEK, "kagiban-kek-2")),
        lie(
            "",
            "happens in no ceremony",
            s -> put(s, KEY_REWRAPPED, TOKEN, T2, KEK, "kagiban-kek-2")),
        lie("", "happens in no ceremony", s -> put(s, KEY_MOVED, TOKEN, T2, KEK, "kagiban-kek-2")),
        lie("", "happens in no ceremony", s -> put(s, COMPONENT_RECEIVED, KEY, "kagiban-vendor-x")),
        lie(
            "c7",
            "which does no such thing",
            s ->
                s.put(
                    s.index(KEY_DESTROYED, CEREMONY, "c7"),
                    KEY_MOVED,
                    TOKEN,
                    T2,
                    CEREMONY,
                    "c7",
                    KEK,
                    "kagiban-kek-2")));
  }

  private static void withdrawn(Story story) {
    int start = story.index(CEREMONY_STARTED, CEREMONY, "c6");
    story.put(
        start,
        CEREMONY_APPROVAL_WITHDRAWN,
        CEREMONY,
        "c6",
        PERSON,
        "ben",
        HASH,
        bytes("c6".hashCode()));
  }

  private static void put(Story story, EventKind kind, Object... fields) {
    story.put(story.events.size() - 1, kind, fields);
  }

  private static Arguments lie(String ceremony, String words, Consumer<Story> change) {
    return arguments(words, ceremony, change);
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("lies")
  void verify_ceremonyThatCannotHaveBeen_isFound(String words, String ceremony, Consumer<Story> lie)
      throws IOException {
    Story story = Story.whole();
    lie.accept(story);

    assertThat(TestLog.of(story.events).verify().findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(Rule.CEREMONY);
              assertThat(finding.about()).isEqualTo(ceremony);
              assertThat(finding.text()).contains(words).contains("event " + finding.index());
            });
  }

  @Test
  void verify_withoutPolicyAndNumber_asksForOneApproval() throws IOException {
    Story story = Story.whole().without(POLICY_CHANGED, OBJECT, "custody");
    story.without(CEREMONY_APPROVED, CEREMONY, "c6");
    assertThat(TestLog.of(story.events).verify().findings()).isEmpty();

    story.without(CEREMONY_APPROVED, CEREMONY, "c6");
    assertThat(TestLog.of(story.events).verify().findings())
        .extracting(Finding::text)
        .singleElement()
        .asString()
        .contains("0 of 1 approvals");
  }

  @Test
  void verify_approvalThatEndsAtTheStart_doesNotCount() throws IOException {
    Story story = Story.whole();
    Instant start = story.events.get(story.index(CEREMONY_STARTED, CEREMONY, "c6")).time();
    long end = ChronoUnit.MICROS.between(Instant.EPOCH, start);
    story.with(CEREMONY_APPROVED, CEREMONY, "c6", EXPIRES, end + 1);
    assertThat(TestLog.of(story.events).verify().findings()).isEmpty();

    story.with(CEREMONY_APPROVED, CEREMONY, "c6", EXPIRES, end);
    assertThat(TestLog.of(story.events).verify().findings())
        .extracting(Finding::text)
        .singleElement()
        .asString()
        .contains("1 of 2 approvals");
  }
}
