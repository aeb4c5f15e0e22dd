package org.kagiban.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventEncodingTest {
  private static final EventId ID =
      new EventId(UUID.fromString("019aa000-1111-7222-8333-444455556600"));
  private static final Instant TIME = Instant.parse("2026-11-22T00:00:00.000001Z");
  // schema, kind, id
  private static final String HEX = "0001" + "0017" + "019aa000111172228333444455556600";

  private static AuditEvent event() {
    return AuditEvent.of(EventKind.KEY_USED, ID, TIME)
        .with(EventField.HMACS, 3)
        .with(EventField.TOKEN, "AB")
        .build();
  }

  @Test
  void encode_isTheDocumentedBytes() {
    long micros = TIME.getEpochSecond() * 1_000_000 + 1;
    String expected =
        HEX
            + HexFormat.of().toHexDigits(micros)
            + "01"
            + "0002"
            + "4142"
            + "0b"
            + "0008"
            + "0000000000000003";
    assertThat(HexFormat.of().formatHex(EventEncoding.encode(event()))).isEqualTo(expected);
  }

  @Test
  void decode_givesTheEventBack() {
    AuditEvent read = EventEncoding.decode(EventEncoding.encode(event()));
    assertThat(read.id()).isEqualTo(ID);
    assertThat(read.kind()).isEqualTo(EventKind.KEY_USED);
    assertThat(read.time()).isEqualTo(TIME);
    assertThat(read.text(EventField.TOKEN)).isEqualTo("AB");
    assertThat(read.number(EventField.HMACS)).isEqualTo(3);
    assertThat(read.text(EventField.CALLER)).isNull();
  }

  @Test
  void decode_everyKindAndField_roundTrips() {
    for (EventKind kind : EventKind.values()) {
      AuditEvent.Builder event = AuditEvent.of(kind, ID, TIME);
      for (EventField field : EventField.values()) {
        switch (field.type()) {
          case TEXT -> event.with(field, "契約 " + field);
          case NUMBER -> event.with(field, Long.MIN_VALUE + field.number());
          case BYTES -> event.with(field, new byte[] {0, -1});
        }
      }
      byte[] bytes = EventEncoding.encode(event.build());
      assertThat(EventEncoding.encode(EventEncoding.decode(bytes))).isEqualTo(bytes);
    }
  }

  @Test
  void encode_moreThanABundleHasRoomFor_isRefused() {
    AuditEvent.Builder event = AuditEvent.of(EventKind.KEY_USED, ID, TIME);
    for (EventField field : EventField.values()) {
      if (field.type() == EventField.Type.TEXT) {
        event.with(field, "x".repeat(AuditEvent.MAX_FIELD));
      }
    }
    AuditEvent large = event.build();
    assertThatIllegalArgumentException().isThrownBy(() -> EventEncoding.encode(large));
  }

  @Test
  void decode_cutAnywhere_isRefusedOrIsShorterCanonically() {
    byte[] bytes = EventEncoding.encode(event());
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      if (length == 28 || length == 33) {
        assertThat(EventEncoding.encode(EventEncoding.decode(cut))).isEqualTo(cut);
      } else {
        assertThatIllegalArgumentException().isThrownBy(() -> EventEncoding.decode(cut));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "unknown schema,       00020017,",
    "unknown kind,         0001ffff,",
    "unknown field,        ,         ff000141",
    "field number zero,    ,         00000141",
    "same field twice,     ,         010001410100 0142",
    "fields out of order,  ,         020001410100 0142",
    "number of 7 bytes,    ,         0b000700000000000000",
    "text not UTF-8,       ,         010001ff",
    "field too long,       ,         010fffff",
  })
  void decode_whatEncodeWouldNotWrite_isRefused(String what, String head, String fields) {
    byte[] bytes = EventEncoding.encode(AuditEvent.of(EventKind.KEY_USED, ID, TIME).build());
    String hex = HexFormat.of().formatHex(bytes);
    String start = head == null ? hex.substring(0, 8) : head;
    String end = fields == null ? "" : fields.replace(" ", "");
    byte[] broken = HexFormat.of().parseHex(start + hex.substring(8) + end);
    assertThatIllegalArgumentException().as(what).isThrownBy(() -> EventEncoding.decode(broken));
  }

  @Test
  void build_fieldOfAnotherTypeOrTooLong_isRefused() {
    AuditEvent.Builder event = AuditEvent.of(EventKind.KEY_USED, ID, TIME);
    assertThatIllegalArgumentException().isThrownBy(() -> event.with(EventField.TOKEN, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> event.with(EventField.REASON, "x".repeat(4097)));
  }

  @Test
  void eventId_siblings_areDistinctAndSortAfter() {
    EventId id = EventId.at(TIME);
    assertThat(id.sibling(1)).isGreaterThan(id).isLessThan(id.sibling(2));
    assertThat(id.value().version()).isEqualTo(7);
    assertThat(id.value().variant()).isEqualTo(2);
    assertThat(id.value().getMostSignificantBits() >>> 16).isEqualTo(TIME.toEpochMilli());
    assertThat(EventId.ofBytes(id.bytes())).isEqualTo(id);
  }

  @Test
  void encode_text_isUtf8() {
    byte[] bytes =
        EventEncoding.encode(
            AuditEvent.of(EventKind.KEY_USED, ID, TIME).with(EventField.TOKEN, "鍵").build());
    assertThat(Arrays.copyOfRange(bytes, 31, bytes.length))
        .isEqualTo("鍵".getBytes(StandardCharsets.UTF_8));
  }
}
