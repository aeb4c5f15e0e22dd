package org.kagiban.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.audit.EventField.*;
import static org.kagiban.audit.EventKind.*;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;

class EventFilterTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private final AuditEvent use =
      Story.event(
          KEY_USED,
          NOON,
          TOKEN,
          "T",
          KEY,
          "K",
          CALLER,
          "atm",
          VERDICT,
          "WRONG_CODE",
          INSTITUTION,
          "bank",
          REQUEST,
          "r1");
  private final AuditEvent rewrap =
      Story.event(KEY_REWRAPPED, NOON, TOKEN, "T", KEK, "K", PERSON, "anna", CEREMONY, "c1");
  private final AuditEvent start = Story.event(LOG_STARTED, NOON.plusSeconds(60));

  /** Which of the three events match; asked of the event and of the cursor alike. */
  private List<AuditEvent> found(EventFilter filter) {
    EventCursor cursor = new EventCursor();
    return List.of(use, rewrap, start).stream()
        .filter(
            event -> {
              byte[] bytes = EventEncoding.encode(event);
              assertThat(cursor.to(bytes, 0, bytes.length)).isTrue();
              assertThat(filter.matches(cursor)).isEqualTo(filter.matches(event));
              return filter.matches(event);
            })
        .toList();
  }

  @Test
  void matches_whatIsAsked() {
    EventFilter all = EventFilter.all();
    assertThat(found(all)).hasSize(3);
    assertThat(found(all.who("atm"))).containsExactly(use);
    assertThat(found(all.who("anna"))).containsExactly(rewrap);
    assertThat(found(all.who("ann"))).isEmpty();
    assertThat(found(all.key("K"))).containsExactly(use, rewrap);
    assertThat(found(all.token("T"))).containsExactly(use, rewrap);
    assertThat(found(all.token("T").who("anna"))).containsExactly(rewrap);
    assertThat(found(all.ceremony("c1"))).containsExactly(rewrap);
    assertThat(found(all.institution("bank"))).containsExactly(use);
    assertThat(found(all.verdict("WRONG_CODE"))).containsExactly(use);
    assertThat(found(all.verdict("ACCEPTED"))).isEmpty();
    assertThat(found(all.request("r1"))).containsExactly(use);
  }

  @Test
  void matches_kindsAndTimes() {
    EventFilter all = EventFilter.all();
    EventFilter some = all.kinds(EnumSet.of(KEY_USED, LOG_STARTED));
    assertThat(found(some)).containsExactly(use, start);
    assertThat(found(some.kinds(EnumSet.of(KEY_REWRAPPED, KEY_USED)))).containsExactly(use);
    assertThat(found(all.from(NOON))).hasSize(3);
    assertThat(found(all.from(NOON.plusNanos(1000)))).containsExactly(start);
    assertThat(found(all.to(NOON))).isEmpty();
    assertThat(found(all.to(NOON.plusNanos(1000)))).containsExactly(use, rewrap);
  }
}
