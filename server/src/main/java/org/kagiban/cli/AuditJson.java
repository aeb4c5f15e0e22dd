package org.kagiban.cli;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kagiban.yaml.VisibleText;

/** JSON (RFC 8259) on one line, of maps, collections, numbers, booleans and texts. */
public final class AuditJson {
  private AuditJson() {}

  /** Keys in the map's order; anything else than the kinds above as its text. */
  public static String of(@Nullable Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> text(String.valueOf(e.getKey())) + ":" + of(e.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(AuditJson::of).collect(Collectors.joining(",", "[", "]"));
    }
    return text(value.toString());
  }

  /** All that a terminal could take as an order is escaped too. */
  private static String text(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (VisibleText.hides(c)) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
