package org.kagiban.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.TreeHasher;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.UnavailableException.Part;

/** Where a chain of events stands ({@link AuditEvent#chain}). Immutable. */
final class ChainHead {
  /** Of a chain without events. */
  static final ChainHead START = new ChainHead(0, null);

  private final long length;

  /** Leaf hash of the chain's last event; null where there is none yet. */
  private final byte @Nullable [] last;

  private ChainHead(long length, byte @Nullable [] last) {
    this.length = length;
    this.last = last;
  }

  /** The event with the chain's next place. */
  AuditEvent link(AuditEvent event) {
    return event.chained(length + 1, last);
  }

  /**
   * The head after one more event.
   *
   * @param entry what {@link #link} gave, encoded
   */
  ChainHead after(byte[] entry, TreeHasher hasher) {
    byte[] leaf = new byte[Hash.SIZE];
    hasher.leaf(entry, 0, entry.length, leaf, 0);
    return new ChainHead(length + 1, leaf);
  }

  /** How many events. */
  long length() {
    return length;
  }

  /** Leaf hash of the last event, null where there is none; not to be changed. */
  byte @Nullable [] last() {
    return last;
  }

  /** Binds length and hash, one after the other. */
  void bind(PreparedStatement statement, int column) throws SQLException {
    statement.setLong(column, length);
    statement.setBytes(column + 1, last);
  }

  /**
   * Reads what {@link #bind} wrote.
   *
   * @throws UnavailableException where it cannot be a head: the file was damaged
   */
  static ChainHead read(ResultSet row, int column) throws SQLException {
    long length = row.getLong(column);
    byte[] last = row.getBytes(column + 1);
    if (length == 0 && last == null) {
      return START;
    }
    if (length < 1 || last == null || last.length != Hash.SIZE) {
      throw new UnavailableException(Part.STORE_UNAVAILABLE, "a chain's row is damaged");
    }
    return new ChainHead(length, last);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChainHead head
        && length == head.length
        && Arrays.equals(last, head.last);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(last);
  }

  @Override
  public String toString() {
    return "head of " + length + " events";
  }
}
