package org.kagiban.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a third party reads is what the code has. */
class EventTableTest {
  @Test
  void document_namesEveryKindWithItsNumber() throws Exception {
    EventTable table = EventTable.read();
    assertThat(table.kinds()).containsExactlyInAnyOrder(EventKind.values());
    assertThat(table.rows())
        .allSatisfy(row -> assertThat(row.number()).isEqualTo(row.kind().number()));
  }

  @Test
  void document_namesEveryFieldWithItsNumberAndType() throws Exception {
    List<List<String>> fields =
        EventTable.read().fields().stream().map(cells -> cells.subList(0, 3)).toList();
    assertThat(fields)
        .containsExactlyElementsOf(
            Arrays.stream(EventField.values())
                .map(
                    field ->
                        List.of(
                            field.name(),
                            Integer.toString(field.number()),
                            field.type().name().toLowerCase(java.util.Locale.ROOT)))
                .toList());
  }
}
