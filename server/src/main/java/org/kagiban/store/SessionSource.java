package org.kagiban.store;

import java.sql.SQLException;

/** Where the committer's sessions come from. */
@FunctionalInterface
interface SessionSource {
  WriterSession open() throws SQLException;
}
