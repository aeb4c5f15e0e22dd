package org.kagiban.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.EventKind;

/** Honest logs have no findings, and are counted. */
class LogVerifierTest {
  @Test
  void verify_honestLog_findsNothing() throws IOException {
    Story story = Story.whole();
    Report report = TestLog.of(story.events).verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.clean()).isTrue();
    assertThat(report.events()).isEqualTo(story.events.size());
    // Four tokens and five keys.
    assertThat(report.chains()).isEqualTo(9);
    assertThat(report.kinds()).containsEntry(EventKind.CEREMONY_PROPOSED, 9L);
    assertThat(report.first()).isEqualTo(story.events.get(0).time());
    assertThat(report.last()).isEqualTo(story.events.get(story.events.size() - 1).time());
  }

  @Test
  void verify_everyBeginningOfAnHonestLog_findsNothing() throws IOException {
    Story story = Story.whole();
    for (int size = 0; size < 260; size++) {
      assertThat(TestLog.of(story.events.subList(0, size)).verify().findings())
          .as("the first %d events", size)
          .isEmpty();
    }
  }

  @Test
  void verify_emptyLog_findsNothing() throws IOException {
    Report report = TestLog.of(List.of()).verify();

    assertThat(report.clean()).isTrue();
    assertThat(report.first()).isNull();
  }

  @Test
  void verify_tellsProgressAfterEachBundle() throws IOException {
    TestLog log = TestLog.of(Story.whole().events);
    List<Long> told = new ArrayList<>();
    new LogVerifier(log.tiles(), log.checkpoint()).verify(told::add);

    assertThat(told).startsWith(256L, 512L).endsWith((long) log.entries().size()).isSorted();
  }
}
