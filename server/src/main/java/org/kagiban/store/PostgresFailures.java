package org.kagiban.store;

import java.sql.SQLException;
import java.util.Set;

/** What PostgreSQL's SQLSTATEs say about a transaction. */
final class PostgresFailures {
  /** Serialization failure and deadlock: undone for certain, also at a commit. */
  private static final Set<String> UNDONE = Set.of("40001", "40P01");

  /**
   * The server went or let the session go, or became a standby: undone where no commit was sent.
   * Shut down, crashed, starting, idle in a transaction for too long, read only.
   */
  private static final Set<String> LOST = Set.of("57P01", "57P02", "57P03", "25P03", "25006");

  private static final String CONNECTION = "08";

  /** A constraint, and data that no column can hold. */
  private static final Set<String> RULES = Set.of("23", "22");

  private static final int CLASS = 2;

  private PostgresFailures() {}

  static SqlFailure kindOf(SQLException failure) {
    String state = failure.getSQLState();
    if (state == null || state.length() < CLASS) {
      return SqlFailure.OTHER;
    }
    if (UNDONE.contains(state)) {
      return SqlFailure.UNDONE;
    }
    String kind = state.substring(0, CLASS);
    if (RULES.contains(kind)) {
      return SqlFailure.BROKEN_RULE;
    }
    boolean lost = kind.equals(CONNECTION) || LOST.contains(state);
    return lost && !(failure instanceof CommitFailedException)
        ? SqlFailure.UNDONE
        : SqlFailure.OTHER;
  }
}
