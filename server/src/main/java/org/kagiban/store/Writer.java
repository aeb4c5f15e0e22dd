package org.kagiban.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The committer's session through good and bad times: dropped after a failure, opened anew when it
 * is needed again. Of one thread but for {@link #works}.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private final SessionSource sessions;
  private @Nullable WriterSession session;
  private volatile boolean works;

  Writer(SessionSource sessions) throws SQLException {
    this.sessions = sessions;
    session = sessions.open();
    works = true;
  }

  WriterSession session() throws SQLException {
    WriterSession current = session;
    if (current == null) {
      current = sessions.open();
      session = current;
    }
    return current;
  }

  /** Whether the last transaction reached the disk. */
  boolean works() {
    return works;
  }

  void succeeded() {
    if (!works) {
      LOG.info("the store can be written again");
      works = true;
    }
  }

  /** Gives the session up: its transaction's outcome is unknown, and so is its state. */
  void failed(Throwable cause) {
    if (works) {
      LOG.error(
          "the store cannot be written, requests are answered UNAVAILABLE until it can: {}",
          cause.toString());
      works = false;
    }
    close();
  }

  /** Has the next transaction run over another connection. */
  void renew() {
    close();
  }

  @Override
  public void close() {
    WriterSession current = session;
    session = null;
    if (current != null) {
      try {
        current.close();
      } catch (SQLException e) {
        LOG.warn("the store's connection cannot be closed: {}", e.toString());
      }
    }
  }
}
