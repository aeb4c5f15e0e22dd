package org.kagiban.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.audit.verify.Story.T1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.tile.MemoryTiles;

class KeyHistoryTest {
  private final Map<Long, AuditEvent> told = new LinkedHashMap<>();

  private List<Finding> read(MemoryTiles tiles, TestLog log, String name) throws IOException {
    told.clear();
    return KeyHistory.read(tiles, log.checkpoint(), name, told::put, read -> {});
  }

  @Test
  void read_token_tellsItsWholeLife() throws IOException {
    Story story = Story.whole();
    TestLog log = TestLog.of(story.events);

    assertThat(read(log.tiles(), log, T1)).isEmpty();
    assertThat(told.values())
        .extracting(event -> event.number(EventField.SEQUENCE))
        .first()
        .isEqualTo(1L);
    assertThat(told).hasSize((int) story.events.stream().filter(e -> T1.equals(e.chain())).count());
    told.forEach(
        (index, event) ->
            assertThat(story.events.get(index.intValue()).id()).isEqualTo(event.id()));
    assertThat(told.values()).extracting(AuditEvent::kind).contains(EventKind.KEY_DESTROYED);
  }

  @Test
  void read_labelOfAKey_tellsItsChain() throws IOException {
    TestLog log = TestLog.of(Story.whole().events);

    assertThat(read(log.tiles(), log, "kagiban-kek-1")).isEmpty();
    assertThat(told.values())
        .extracting(AuditEvent::kind)
        .containsExactly(
            EventKind.COMPONENT_RECEIVED,
            EventKind.KEY_GENERATED,
            EventKind.KEY_ACTIVATED,
            EventKind.KEY_DEACTIVATED,
            EventKind.KEY_DESTROYED);
  }

  @Test
  void read_eventLeftOut_isTold() throws IOException {
    Story story = Story.whole();
    List<byte[]> entries = new ArrayList<>(TestLog.chained(story.events));
    int locked = story.index(EventKind.TOKEN_LOCKED, EventField.TOKEN, T1);
    entries.remove(locked);
    TestLog log = TestLog.ofEntries(entries);

    assertThat(read(log.tiles(), log, T1))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo(Finding.Rule.CHAIN);
              assertThat(finding.index()).isEqualTo(locked);
              assertThat(finding.text()).contains("left out");
            });
    assertThat(read(log.tiles(), log, Story.T2)).isEmpty();
  }

  @Test
  void read_damagedBundle_isTold() throws IOException {
    TestLog log = TestLog.of(Story.whole().events);
    MemoryTiles tampered = log.copy();
    tampered.files.remove("tile/entries/000");

    assertThat(read(tampered, log, T1))
        .singleElement()
        .satisfies(finding -> assertThat(finding.text()).contains("missing"));
  }
}
