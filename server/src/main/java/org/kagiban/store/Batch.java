package org.kagiban.store;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.token.Token;
import org.kagiban.verification.AnswerEncoding;
import org.kagiban.verification.Change;
import org.kagiban.verification.Decision;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.TokenLedger.Committed;

/** One transaction: decides changes in order, each with the writes of those before it. */
final class Batch {
  private final WriterSession session;
  private final Instant now;
  private final BatchView view;

  /** Answers to the requests of this very batch, which the table does not have yet. */
  private final Map<ByteBuffer, StoredAnswer> answers = new HashMap<>();

  /**
   * Begins the transaction.
   *
   * @param now when the answers are given, for their retention
   */
  Batch(WriterSession session, Instant now) throws SQLException {
    session.begin();
    this.session = session;
    this.now = now;
    view = new BatchView(session);
  }

  /**
   * Decides one change, or fails it alone.
   *
   * @throws SQLException where the whole transaction failed
   */
  void decide(Pending pending) throws SQLException {
    Change change = pending.change;
    if (change == null) {
      session.probe(now);
      return;
    }
    try {
      pending.succeedWith(decide(change));
    } catch (RuntimeException e) {
      pending.failWith(e);
    }
  }

  private Committed decide(Change change) throws SQLException {
    RequestIdentity identity = change.request();
    if (identity == null) {
      return decideAnew(change, null, null);
    }
    byte[] key = identity.key();
    StoredAnswer earlier = answers.get(ByteBuffer.wrap(key));
    if (earlier == null) {
      earlier = session.request(key);
    }
    if (earlier == null) {
      return decideAnew(change, key, identity.digest());
    }
    return new Committed(earlier.to(identity), true, List.of());
  }

  private Committed decideAnew(Change change, byte @Nullable [] key, byte @Nullable [] digest)
      throws SQLException {
    view.show(change);
    Decision decision = change.decide(view);
    // Whatever can fail for this change comes before anything is added to the transaction.
    byte[] answer = AnswerEncoding.encode(decision.answer());
    List<byte[]> entries = encode(decision.events());
    List<Token> writes = view.write(decision.writes());
    if (key != null && digest != null) {
      session.request(key, digest, answer, Micros.of(now));
      answers.put(ByteBuffer.wrap(key), new StoredAnswer(digest, answer));
    }
    for (int i = 0; i < entries.size(); i++) {
      session.event(decision.events().get(i).id().bytes(), entries.get(i));
    }
    return new Committed(decision.answer(), false, writes);
  }

  private static List<byte[]> encode(List<AuditEvent> events) {
    List<byte[]> entries = new ArrayList<>(events.size());
    for (AuditEvent event : events) {
      entries.add(EventEncoding.encode(event));
    }
    return entries;
  }

  void commit() throws SQLException {
    view.flush();
    session.commit();
  }
}
