package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of PostgreSQL for many rows, which it takes as arrays, one for each column. Of one
 * thread.
 */
final class Unnest {
  private static final String TEXT = "text";
  private static final String BYTES = "bytea";
  private static final String NUMBER = "int8";

  private final String sql;
  private final List<String> types;
  private final List<List<@Nullable Object>> columns = new ArrayList<>();

  /**
   * @param columns what {@code $rows} in the statement has: names, each with its type
   */
  Unnest(String sql, String... columns) {
    List<String> names = new ArrayList<>();
    List<String> arrays = new ArrayList<>();
    List<String> kinds = new ArrayList<>();
    for (String column : columns) {
      String[] words = column.split(" ", -1);
      names.add(words[0]);
      kinds.add(words[1]);
      arrays.add("?::" + words[1] + "[]");
      this.columns.add(new ArrayList<>());
    }
    types = List.copyOf(kinds);
    String rows = "unnest(" + String.join(", ", arrays) + ") AS w (" + String.join(", ", names);
    this.sql = sql.replace("$rows", rows + ")");
  }

  String sql() {
    return sql;
  }

  /** How many rows there are. */
  int size() {
    return columns.get(0).size();
  }

  /**
   * @param values one for each column, a Long, a String, a byte[] or null
   */
  void add(@Nullable Object... values) {
    for (int i = 0; i < values.length; i++) {
      columns.get(i).add(values[i]);
    }
  }

  /** Binds all rows; returns the index after the last that it used. */
  int bind(PreparedStatement statement, int index) throws SQLException {
    Connection connection = statement.getConnection();
    int at = index;
    for (int i = 0; i < columns.size(); i++) {
      Object[] values = columns.get(i).toArray(array(types.get(i)));
      statement.setArray(at++, connection.createArrayOf(types.get(i), values));
    }
    return at;
  }

  private static Object[] array(String type) {
    return switch (type) {
      case TEXT -> new String[0];
      case NUMBER -> new Long[0];
      case BYTES -> new byte[0][];
      default -> throw new IllegalArgumentException("no array of " + type);
    };
  }

  void clear() {
    columns.forEach(List::clear);
  }
}
