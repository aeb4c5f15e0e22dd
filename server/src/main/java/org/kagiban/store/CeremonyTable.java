package org.kagiban.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.custody.ceremony.Signed;
import org.kagiban.custody.ceremony.Statement;

/**
 * Statements on {@code ceremony}, {@code ceremony_act} and {@code custody_key}, over one
 * connection. Ceremonies are few: statements are prepared when used. Of one thread.
 */
final class CeremonyTable {
  private static final String CEREMONY = "SELECT ceremony_id, kind, file, status, outcome";
  private static final String KEY =
      "SELECT label, kind, state, kcv, kcv_method, since, ceremony_id FROM custody_key";

  private final Connection connection;

  CeremonyTable(Connection connection) {
    this.connection = connection;
  }

  @Nullable Ceremony find(CeremonyId id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(CEREMONY + " FROM ceremony WHERE ceremony_id = ?")) {
      select.setString(1, id.toString());
      List<Ceremony> found = ceremonies(select);
      return found.isEmpty() ? null : found.get(0);
    }
  }

  List<Ceremony> latest(int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            CEREMONY + " FROM ceremony ORDER BY proposed_at DESC, ceremony_id LIMIT ?")) {
      select.setInt(1, limit);
      return ceremonies(select);
    }
  }

  private List<Ceremony> ceremonies(PreparedStatement select) throws SQLException {
    List<Ceremony> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        CeremonyId id = CeremonyId.parse(row.getString(1));
        found.add(
            new Ceremony(
                id,
                row.getString(2),
                row.getBytes(3),
                Ceremony.Status.valueOf(row.getString(4)),
                acts(id),
                row.getString(5)));
      }
    }
    return found;
  }

  private List<Signed> acts(CeremonyId id) throws SQLException {
    List<Signed> acts = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT act, about, signed_at, expires_at, custodian, person, certificate, signature"
                + " FROM ceremony_act WHERE ceremony_id = ? ORDER BY ordinal")) {
      select.setString(1, id.toString());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Statement statement =
              new Statement(
                  Act.valueOf(row.getString(1)),
                  id,
                  row.getBytes(2),
                  Micros.instant(row.getLong(3)),
                  Micros.instant(row.getLong(4)));
          acts.add(
              new Signed(
                  statement, row.getString(5), row.getString(6), row.getBytes(7), row.getBytes(8)));
        }
      }
    }
    return acts;
  }

  List<CustodyKey> keys() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(KEY + " ORDER BY label");
        ResultSet row = select.executeQuery()) {
      List<CustodyKey> keys = new ArrayList<>();
      while (row.next()) {
        keys.add(
            new CustodyKey(
                row.getString(1),
                row.getString(2),
                CustodyKey.State.valueOf(row.getString(3)),
                row.getBytes(4),
                row.getString(5),
                Micros.instant(row.getLong(6)),
                CeremonyId.parse(row.getString(7))));
      }
      return keys;
    }
  }

  /**
   * @param before null where it is new
   */
  void write(@Nullable Ceremony before, Ceremony after) throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            "INSERT INTO ceremony (ceremony_id, kind, file, status, outcome, proposed_at)"
                + " VALUES (?,?,?,?,?,?) ON CONFLICT (ceremony_id) DO UPDATE SET"
                + " status = excluded.status, outcome = excluded.outcome")) {
      put.setString(1, after.id().toString());
      put.setString(2, after.kind());
      put.setBytes(3, after.file());
      put.setString(4, after.status().name());
      put.setString(5, after.outcome());
      put.setLong(6, Micros.of(after.signed().get(0).statement().at()));
      put.executeUpdate();
    }
    int known = before == null ? 0 : before.signed().size();
    for (int i = known; i < after.signed().size(); i++) {
      write(after.id(), i, after.signed().get(i));
    }
  }

  private void write(CeremonyId id, int ordinal, Signed act) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO ceremony_act (ceremony_id, ordinal, act, about, signed_at, expires_at,"
                + " custodian, person, certificate, signature) VALUES (?,?,?,?,?,?,?,?,?,?)")) {
      Statement statement = act.statement();
      insert.setString(1, id.toString());
      insert.setInt(2, ordinal);
      insert.setString(3, statement.act().name());
      insert.setBytes(4, statement.about());
      insert.setLong(5, Micros.of(statement.at()));
      insert.setLong(6, Micros.of(statement.expires()));
      insert.setString(7, act.custodian());
      insert.setString(8, act.person());
      insert.setBytes(9, act.certificate());
      insert.setBytes(10, act.signature());
      insert.executeUpdate();
    }
  }

  void write(CustodyKey key) throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            "INSERT INTO custody_key (label, kind, state, kcv, kcv_method, since, ceremony_id)"
                + " VALUES (?,?,?,?,?,?,?) ON CONFLICT (label) DO UPDATE SET kind = excluded.kind,"
                + " state = excluded.state, kcv = excluded.kcv, kcv_method = excluded.kcv_method,"
                + " since = excluded.since, ceremony_id = excluded.ceremony_id")) {
      put.setString(1, key.label());
      put.setString(2, key.kind());
      put.setString(3, key.state().name());
      put.setBytes(4, key.kcv());
      put.setString(5, key.kcvMethod());
      put.setLong(6, Micros.of(key.since()));
      put.setString(7, key.ceremony().toString());
      put.executeUpdate();
    }
  }
}
