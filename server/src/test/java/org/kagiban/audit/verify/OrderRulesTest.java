package org.kagiban.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.audit.EventField.*;
import static org.kagiban.audit.EventKind.*;
import static org.kagiban.audit.verify.Story.T2;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.verify.Finding.Rule;

class OrderRulesTest {
  private static AuditEvent late(Story story, int index, Duration by) {
    return Story.event(
        REQUEST_REFUSED, story.events.get(index).time().minus(by), REQUEST, "r", TOKEN, T2);
  }

  @Test
  void verify_requestsOutsideAStart_areTold() throws IOException {
    Story story = Story.whole();
    story.events.remove(story.index(e -> e.kind() == LOG_STARTED));
    Report report = TestLog.of(story.events).verify();

    assertThat(report.findings()).extracting(Finding::rule).containsExactly(Rule.ORDER);
    assertThat(report.findings().get(0).index())
        .isEqualTo(story.index(CEREMONY_PROPOSED, CEREMONY, "c1"));
  }

  @Test
  void verify_requestAfterTheStop_isTold() throws IOException {
    Story story = Story.whole();
    int stop = story.index(e -> e.kind() == LOG_STOPPED);
    story.put(stop + 1, REQUEST_REFUSED, REQUEST, "r", TOKEN, T2);
    Report report = TestLog.of(story.events).verify();

    assertThat(report.findings()).extracting(Finding::rule).containsExactly(Rule.ORDER);
    assertThat(report.findings().get(0).index()).isEqualTo(stop + 1);
  }

  @Test
  void verify_oneOfTwoServersStops_theOtherGoesOn() throws IOException {
    Instant time = Instant.parse("2026-12-01T00:00:00Z");
    AuditEvent refused = Story.event(REQUEST_REFUSED, time, REQUEST, "r", TOKEN, T2);
    List<AuditEvent> events =
        List.of(
            Story.event(LOG_STARTED, time),
            Story.event(LOG_STARTED, time),
            Story.event(LOG_STOPPED, time),
            refused,
            Story.event(LOG_STOPPED, time),
            Story.event(REQUEST_REFUSED, time, REQUEST, "s", TOKEN, T2));
    assertThat(TestLog.of(events).verify().findings())
        .singleElement()
        .matches(finding -> finding.rule() == Rule.ORDER && finding.index() == 5);
  }

  @Test
  void verify_eventUpToTenMinutesBehind_isNoFinding() throws IOException {
    Story story = Story.whole();
    story.events.add(400, late(story, 399, Duration.ofMinutes(10)));
    assertThat(TestLog.of(story.events).verify().findings()).isEmpty();
  }

  @Test
  void verify_eventFurtherBehind_isTold() throws IOException {
    Story story = Story.whole();
    story.events.add(400, late(story, 399, Duration.ofMinutes(10).plusMillis(1)));
    Report report = TestLog.of(story.events).verify();

    assertThat(report.findings()).extracting(Finding::rule).containsExactly(Rule.ORDER);
    assertThat(report.findings().get(0).index()).isEqualTo(400);
    assertThat(report.findings().get(0).text()).contains("more than 10 minutes");
  }

  @Test
  void verify_clockSetBackAndTold_isNoFinding() throws IOException {
    Story story = Story.whole();
    story.add(CLOCK_STEPPED);
    List<AuditEvent> events = story.events;
    AuditEvent last = events.remove(events.size() - 1);
    events.add(Story.event(LOG_STARTED, last.time().minus(Duration.ofHours(1))));
    events.add(Story.event(CLOCK_STEPPED, last.time().minus(Duration.ofMinutes(60))));
    events.add(Story.event(LOG_STOPPED, last.time().minus(Duration.ofMinutes(50))));

    assertThat(TestLog.of(events).verify().findings()).isEmpty();
  }

  /** Two servers: one's clock is a quarter of an hour ahead, and it has said so. */
  @Test
  void verify_serversApartByAStepThatWasTold_isNoFindingForADay() throws IOException {
    List<AuditEvent> events = twoServers(Duration.ofMinutes(15), Duration.ofHours(23));
    assertThat(TestLog.of(events).verify().findings()).isEmpty();

    List<AuditEvent> untold = new ArrayList<>(events);
    untold.removeIf(event -> event.kind() == CLOCK_STEPPED);
    assertThat(TestLog.of(untold).verify().findings())
        .isNotEmpty()
        .allMatch(finding -> finding.rule() == Rule.ORDER);

    List<AuditEvent> further = twoServers(Duration.ofMinutes(26), Duration.ofHours(1));
    assertThat(TestLog.of(further).verify().findings()).isNotEmpty();
    List<AuditEvent> longer = twoServers(Duration.ofMinutes(15), Duration.ofHours(25));
    assertThat(TestLog.of(longer).verify().findings()).isNotEmpty();
  }

  @Test
  void verify_stepOfAnySize_countsAsADayAtMost() throws IOException {
    Instant time = Instant.parse("2026-12-01T00:00:00Z");
    List<AuditEvent> events = new ArrayList<>();
    events.add(Story.event(LOG_STARTED, time));
    events.add(Story.event(CLOCK_STEPPED, time, STEP, Long.MIN_VALUE));
    events.add(Story.event(HSM_LOST, time.plus(Duration.ofMinutes(15))));
    events.add(Story.event(HSM_RESTORED, time));
    events.add(Story.event(HSM_LOST, time.plus(Duration.ofMinutes(2))));
    assertThat(TestLog.of(events).verify().findings()).isEmpty();

    events.add(Story.event(HSM_LOST, time.plus(Duration.ofHours(23))));
    events.add(Story.event(HSM_RESTORED, time.minus(Duration.ofHours(2))));
    events.add(Story.event(HSM_LOST, time));
    assertThat(TestLog.of(events).verify().findings()).isNotEmpty();
  }

  /** Their events by turns, after a step of a quarter of an hour. */
  private static List<AuditEvent> twoServers(Duration apart, Duration length) {
    List<AuditEvent> events = new ArrayList<>();
    Instant time = Instant.parse("2026-12-01T00:00:00Z");
    events.add(Story.event(LOG_STARTED, time));
    Long step = Duration.ofMinutes(15).toMillis() * 1000;
    events.add(Story.event(CLOCK_STEPPED, time, STEP, step));
    for (Instant at = time; at.isBefore(time.plus(length)); at = at.plus(Duration.ofMinutes(5))) {
      events.add(Story.event(HSM_LOST, at.plus(apart)));
      events.add(Story.event(HSM_RESTORED, at));
    }
    return events;
  }

  @Test
  void verify_copyOfAnEvent_isTold() throws IOException {
    Story story = Story.whole();
    int refused = story.index(e -> e.kind() == REQUEST_REFUSED);
    story.events.add(refused + 300, story.events.get(refused));
    Report report = TestLog.of(story.events).verify();

    assertThat(report.findings()).extracting(Finding::rule).containsExactly(Rule.DUPLICATE);
    assertThat(report.findings().get(0).index()).isEqualTo(refused + 300);
  }

  @Test
  void verify_entryThatIsNoEvent_isTold() throws IOException {
    List<byte[]> entries = TestLog.chained(Story.whole().events);
    AuditEvent plain = Story.event(LOG_READ, Instant.EPOCH);
    byte[] unknown = EventEncoding.encode(plain);
    unknown[3] = (byte) 250;
    entries.add(unknown);
    entries.add(new byte[0]);
    Report report = TestLog.ofEntries(entries).verify();

    assertThat(report.findings())
        .extracting(Finding::rule)
        .containsExactly(Rule.ENCODING, Rule.ENCODING);
    assertThat(report.findings().get(0).text()).contains("no event kind has the number 250");
    assertThat(report.findings().get(1).text()).contains("ends too early");
  }
}
