package org.kagiban.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables of kinds and fields in this package's README.md. */
public final class EventTable {
  /** What gives an event its place in a chain. */
  private static final Set<EventField> CHAINED =
      EnumSet.of(EventField.SEQUENCE, EventField.PREVIOUS);

  private final List<Row> rows = new ArrayList<>();
  private final List<List<String>> fields = new ArrayList<>();

  /** One row of the table of kinds. */
  record Row(EventKind kind, int number, Set<EventField> always, Set<EventField> sometimes) {
    boolean fits(Set<EventField> present) {
      Set<EventField> more = EnumSet.noneOf(EventField.class);
      more.addAll(present);
      more.removeAll(always);
      return present.containsAll(always) && sometimes.containsAll(more);
    }
  }

  private EventTable() {}

  /** Reads the document. */
  public static EventTable read() throws IOException {
    EventTable table = new EventTable();
    Path document = Path.of("src/main/java/org/kagiban/audit/README.md");
    for (String line : Files.readAllLines(document)) {
      List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).skip(1).toList();
      if (cells.size() == 6 && cells.get(0).matches("[A-Z_]+")) {
        table.rows.add(
            new Row(
                EventKind.valueOf(cells.get(0)),
                Integer.parseInt(cells.get(1)),
                set(cells.get(3)),
                set(cells.get(4))));
      } else if (cells.size() == 5 && cells.get(0).matches("[A-Z_]+")) {
        table.fields.add(cells);
      }
    }
    return table;
  }

  private static Set<EventField> set(String names) {
    Set<EventField> fields = EnumSet.noneOf(EventField.class);
    Arrays.stream(names.split(" ", -1))
        .filter(name -> !name.isEmpty())
        .map(EventField::valueOf)
        .forEach(fields::add);
    return fields;
  }

  List<Row> rows() {
    return rows;
  }

  /** Name, number, type. */
  List<List<String>> fields() {
    return fields;
  }

  /** The kinds that have a row. */
  public Set<EventKind> kinds() {
    return rows.stream()
        .map(Row::kind)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(EventKind.class)));
  }

  /** An event has the fields that one of its kind's rows names, and no other. */
  public void assertFits(AuditEvent event) {
    Set<EventField> present = EnumSet.noneOf(EventField.class);
    present.addAll(event.fields().keySet());
    present.removeAll(CHAINED);
    assertThat(rows)
        .as("%s with %s", event.kind(), present)
        .anyMatch(row -> row.kind() == event.kind() && row.fits(present));
  }

  /** Every text of an event, and its bytes as characters of one byte each. */
  public static List<String> texts(AuditEvent event) {
    return event.fields().entrySet().stream()
        .map(
            (Map.Entry<EventField, byte[]> field) ->
                new String(
                    field.getValue(),
                    field.getKey().type() == EventField.Type.TEXT
                        ? java.nio.charset.StandardCharsets.UTF_8
                        : java.nio.charset.StandardCharsets.ISO_8859_1))
        .toList();
  }
}
