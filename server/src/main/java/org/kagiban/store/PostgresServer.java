package org.kagiban.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a PostgreSQL server says of itself, as far as durable-before-answer depends on it.
 * Immutable.
 */
final class PostgresServer {
  /** The oldest that its makers still mend. */
  private static final int OLDEST = 14;

  private static final int MAJOR = 10_000;

  static final String READ_ONLY =
      "the server is a standby, or read only: name the primary in store.url, or all servers and"
          + " targetServerType=primary";

  private static final String SETTINGS =
      "SELECT name, setting FROM pg_settings WHERE name IN ('server_version', 'server_version_num',"
          + " 'server_encoding', 'fsync', 'full_page_writes', 'transaction_read_only')"
          + " UNION ALL SELECT 'standby', pg_is_in_recovery()::text";

  private final Map<String, String> settings;

  private PostgresServer(Map<String, String> settings) {
    this.settings = settings;
  }

  static PostgresServer of(Connection connection) throws SQLException {
    Map<String, String> settings = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SETTINGS)) {
      while (row.next()) {
        settings.put(row.getString(1), row.getString(2));
      }
    }
    return new PostgresServer(settings);
  }

  String version() {
    return settings.getOrDefault("server_version", "of an unknown version");
  }

  /** Why the store cannot be here, a sentence each with what to do; empty where it can. */
  List<String> refusals() {
    List<String> refusals = new ArrayList<>();
    int number = Integer.parseInt(settings.getOrDefault("server_version_num", "0"));
    if (number < OLDEST * MAJOR) {
      refusals.add(
          "the server is PostgreSQL " + version() + "; it must be " + OLDEST + " or newer");
    }
    if (!is("server_encoding", "UTF8")) {
      refusals.add(
          "the database's encoding is "
              + settings.get("server_encoding")
              + ", and contract ids need UTF8: make it anew with CREATE DATABASE ... ENCODING 'UTF8'"
              + " TEMPLATE template0");
    }
    if (isStandby() || is("transaction_read_only", "on")) {
      refusals.add(READ_ONLY);
    }
    for (String name : List.of("fsync", "full_page_writes")) {
      if (is(name, "off")) {
        refusals.add(
            name
                + " is off, so a crash of the server's machine can lose or damage what was answered:"
                + " turn it on in postgresql.conf");
      }
    }
    return refusals;
  }

  boolean isStandby() {
    return is("standby", "true");
  }

  private boolean is(String name, String value) {
    return value.equalsIgnoreCase(settings.getOrDefault(name, ""));
  }
}
