package org.kagiban.store;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.token.Token;
import org.kagiban.verification.AnswerEncoding;
import org.kagiban.verification.Change;
import org.kagiban.verification.Decision;
import org.kagiban.verification.KnownSettings.Setting;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.TokenLedger.Committed;

/** One transaction: decides changes in order, each with the writes of those before it. */
final class Batch {
  private final WriterSession session;
  private final Instant now;
  private final BatchView view;
  private final BatchSeeds seeds;

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
    seeds = new BatchSeeds(session.seeds());
    view = new BatchView(session, seeds);
  }

  /** Writes a row, to learn whether that is possible. */
  void probe() throws SQLException {
    session.probe(now);
  }

  /** A change of tokens. */
  Committed decide(Change change) throws SQLException {
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
    List<Token> writes = view.write(decision.writes(), decision.seeds());
    if (key != null && digest != null) {
      session.request(key, digest, answer, Micros.of(now));
      answers.put(ByteBuffer.wrap(key), new StoredAnswer(digest, answer));
    }
    add(decision.events(), entries);
    return new Committed(decision.answer(), false, writes);
  }

  /** Moves seeds: {@link SeedRows#replace}. */
  List<Move> replace(List<Move> moves, SeedRows.Log log) throws SQLException {
    List<Move> done = new ArrayList<>();
    for (Move move : moves) {
      if (Objects.equals(seeds.now(move.token()), move.before())
          && (move.after() == null || !view.hasLostSeed(move.token()))) {
        done.add(move);
      }
    }
    if (!done.isEmpty()) {
      List<AuditEvent> events = log.of(List.copyOf(done));
      List<byte[]> entries = encode(events);
      for (Move move : done) {
        seeds.put(move.token(), move.after());
      }
      add(events, entries);
    }
    return done;
  }

  /** A change of a ceremony: {@link CeremonyLedger#submit}. */
  Ceremony decide(CeremonyId id, CeremonyLedger.Change change) throws SQLException {
    view.flush();
    seeds.flush();
    session.flush();
    CeremonyView rows = CeremonyView.read(session, id);
    CeremonyLedger.Decision decision = change.decide(rows);
    List<byte[]> entries = encode(decision.events());
    rows.requireGrown(decision.write());
    session.ceremonies().write(rows.ceremony(), decision.write());
    for (CustodyKey key : decision.keys()) {
      session.ceremonies().write(key);
    }
    add(decision.events(), entries);
    return decision.write();
  }

  /** Replaces settings: {@link org.kagiban.verification.KnownSettings#replace}. */
  int replace(List<Setting> set, List<String> gone, List<AuditEvent> events) throws SQLException {
    List<byte[]> entries = encode(events);
    for (String name : gone) {
      session.settings().delete(name);
    }
    for (Setting setting : set) {
      session.settings().put(setting);
    }
    add(events, entries);
    return events.size();
  }

  private void add(List<AuditEvent> events, List<byte[]> entries) throws SQLException {
    for (int i = 0; i < entries.size(); i++) {
      session.event(events.get(i).id().bytes(), entries.get(i));
    }
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
    seeds.flush();
    session.commit();
  }
}
