package org.kagiban.app;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;

/** The events in a database, as an auditor's tool reads them. */
final class EventsOf {
  private EventsOf() {}

  static List<AuditEvent> database(Path file) throws SQLException {
    List<AuditEvent> events = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT entry FROM event ORDER BY position")) {
      while (rows.next()) {
        events.add(EventEncoding.decode(rows.getBytes("entry")));
      }
    }
    return events;
  }
}
