package org.kagiban.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections come from: the database, or a test that breaks them. */
@FunctionalInterface
interface ConnectionSource {
  Connection open() throws SQLException;
}
