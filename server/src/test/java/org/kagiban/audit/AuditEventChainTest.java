package org.kagiban.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Which chain an event is of, and how it gets its place there. */
class AuditEventChainTest {
  private static final Instant TIME = Instant.parse("2026-11-22T00:00:00Z");
  private static final EventId ID = EventId.at(TIME);
  private static final byte[] LEAF = new byte[32];

  static {
    Arrays.fill(LEAF, (byte) 7);
  }

  private static AuditEvent event(EventKind kind, @Nullable String token, @Nullable String key) {
    return AuditEvent.of(kind, ID, TIME)
        .with(EventField.TOKEN, token)
        .with(EventField.KEY, key)
        .with(EventField.OBJECTS, 3)
        .with(EventField.OBJECT, "last")
        .build();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"REQUEST_REFUSED", "KEY_GENERATING", "KEY_DISCARDED"})
  void chain_isTheTokens_orElseTheKeys(EventKind kind) {
    assertThat(event(kind, "VSST1", "seed-1").chain()).isEqualTo("VSST1");
    assertThat(event(kind, "VSST1", null).chain()).isEqualTo("VSST1");
    assertThat(event(kind, null, "kagiban-kek-1").chain()).isEqualTo("kagiban-kek-1");
    assertThat(event(kind, null, null).chain()).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUEST_REFUSED", "KEY_GENERATING", "KEY_DISCARDED"})
  void chain_whatNeedNotExist_hasNone(EventKind kind) {
    AuditEvent event = event(kind, "VSST1", "seed-1");
    assertThat(event.chain()).isNull();
    assertThatIllegalArgumentException().isThrownBy(() -> event.chained(1, null));
  }

  @Test
  void chained_first_hasASequenceAndNothingBefore() {
    AuditEvent first = event(EventKind.KEY_USED, "VSST1", null).chained(1, null);
    assertThat(first.number(EventField.SEQUENCE)).isEqualTo(1);
    assertThat(first.bytes(EventField.PREVIOUS)).isNull();
  }

  @Test
  void chained_later_keepsAllElse() {
    AuditEvent event = event(EventKind.KEY_USED, "VSST1", "seed-1");
    AuditEvent chained = event.chained(Long.MAX_VALUE, LEAF);
    assertThat(chained.number(EventField.SEQUENCE)).isEqualTo(Long.MAX_VALUE);
    assertThat(chained.bytes(EventField.PREVIOUS)).isEqualTo(LEAF);
    assertThat(chained.id()).isEqualTo(ID);
    assertThat(chained.time()).isEqualTo(TIME);
    assertThat(chained.kind()).isEqualTo(EventKind.KEY_USED);
    assertThat(chained.chain()).isEqualTo("VSST1");
    assertThat(chained.fields()).hasSize(6).containsAllEntriesOf(event.fields());
    assertThat(event.number(EventField.SEQUENCE)).as("the event itself stays").isNull();
  }

  @Test
  void chained_isEncodedAndReadBack() {
    byte[] entry = EventEncoding.encode(event(EventKind.KEY_USED, "VSST1", "s").chained(9, LEAF));
    AuditEvent read = EventEncoding.decode(entry);
    assertThat(EventEncoding.encode(read)).isEqualTo(entry);
    assertThat(read.number(EventField.SEQUENCE)).isEqualTo(9);
    assertThat(read.bytes(EventField.PREVIOUS)).isEqualTo(LEAF);
  }

  @Test
  void chained_placeThatCannotBe_isRefused() {
    AuditEvent event = event(EventKind.KEY_USED, "VSST1", null);
    assertThatIllegalArgumentException().isThrownBy(() -> event.chained(0, null));
    assertThatIllegalArgumentException().isThrownBy(() -> event.chained(0, LEAF));
    assertThatIllegalArgumentException().isThrownBy(() -> event.chained(-1, LEAF));
    assertThatIllegalArgumentException().isThrownBy(() -> event.chained(1, LEAF));
    assertThatIllegalArgumentException().isThrownBy(() -> event.chained(2, null));
    AuditEvent ofNoKey = event(EventKind.LOG_STARTED, null, null);
    assertThatIllegalArgumentException().isThrownBy(() -> ofNoKey.chained(1, null));
  }
}
