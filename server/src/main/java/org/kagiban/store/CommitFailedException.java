package org.kagiban.store;

import java.sql.SQLException;

/** A COMMIT that was sent and not acknowledged: unless its state says more, nobody knows. */
final class CommitFailedException extends SQLException {
  private static final long serialVersionUID = 1;

  CommitFailedException(SQLException cause) {
    super("the commit failed: " + cause.getMessage(), cause.getSQLState(), cause);
  }
}
