/**
 * The token ledger in SQLite or PostgreSQL; the only package that imports java.sql. Implements
 * {@link org.kagiban.verification.TokenLedger}; imports {@code verification}, {@code token}, {@code
 * audit}. Tables are described in README.md. Start at {@link org.kagiban.store.SqlLedger}.
 */
@NullMarked
package org.kagiban.store;

import org.jspecify.annotations.NullMarked;
