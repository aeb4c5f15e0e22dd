package org.kagiban.audit.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.tree.Hash;

/**
 * Whose turn it is to sign a log that several servers could sign. One has it at a time; should it
 * stand still for some seconds, another may take it, and the first one notices at the latest before
 * it publishes. Every method waits for the store, throws where it fails, and may be retried. For
 * one thread at a time.
 */
public interface SigningTurn extends AutoCloseable {
  /** Of a server that has the events for itself. */
  SigningTurn ALONE = new Alone();

  /** Whose turn it is. */
  enum Taken {
    /** Another's, for now. */
    NO,
    /** This server's, as it was: nobody else has signed since. */
    KEPT,
    /** This server's from now on: another may have signed before. */
    ANEW
  }

  /** What was to be published last, by whoever had the turn. */
  record Noted(long size, Hash root) {}

  /** Takes the turn, or keeps it. */
  Taken take() throws IOException;

  /** The newest of all that were noted, null where there is none. */
  @Nullable Noted newest() throws IOException;

  /**
   * Notes a checkpoint before it is published; durable when this returns.
   *
   * @return false where it must not be published: another has the turn by now, or a checkpoint of
   *     more events, or another one of as many, was noted
   */
  boolean note(long size, Hash root) throws IOException;

  /**
   * Lets another have the turn at once, if it is this server's; {@link #take} may have it again.
   *
   * @return false where it was not this server's, or there is no other
   */
  boolean letGo() throws IOException;

  /** Lets go for good. */
  @Override
  void close();
}
