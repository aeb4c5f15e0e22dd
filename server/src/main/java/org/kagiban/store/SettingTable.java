package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.kagiban.verification.KnownSettings.Setting;

/**
 * Statements on {@code setting}, over one connection. They are few and seldom: prepared when used.
 * Of one thread.
 */
final class SettingTable {
  private final Connection connection;

  SettingTable(Connection connection) {
    this.connection = connection;
  }

  List<Setting> all() throws SQLException {
    List<Setting> all = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT name, role, person, value FROM setting ORDER BY name");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        all.add(
            new Setting(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
      }
    }
    return all;
  }

  void put(Setting setting) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO setting (name, role, person, value) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (name) DO UPDATE"
                + " SET role = excluded.role, person = excluded.person, value = excluded.value")) {
      upsert.setString(1, setting.name());
      upsert.setString(2, setting.role());
      upsert.setString(3, setting.person());
      upsert.setString(4, setting.value());
      upsert.executeUpdate();
    }
  }

  void delete(String name) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM setting WHERE name = ?")) {
      delete.setString(1, name);
      delete.executeUpdate();
    }
  }
}
