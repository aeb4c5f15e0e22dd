package org.kagiban.store;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.store.BatchChains.Linked;
import org.kagiban.token.Token;
import org.kagiban.verification.Answer;
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
  private final BatchChains chains;

  /** Answers to the requests of this very batch, which the table does not have yet. */
  private final Map<ByteBuffer, StoredAnswer> answers = new HashMap<>();

  /**
   * Begins the transaction.
   *
   * @param now when the answers are given, for their retention
   * @param needs what the changes name; asked again where the transaction had to wait
   */
  Batch(WriterSession session, Instant now, Supplier<Needs> needs) throws SQLException {
    session.begin(needs);
    this.session = session;
    this.now = now;
    seeds = new BatchSeeds(session);
    view = new BatchView(session, seeds);
    chains = new BatchChains(view, session);
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
    Answer earlier = answered(identity);
    return earlier == null
        ? decideAnew(change, identity.key(), identity.digest())
        : new Committed(earlier, true, List.of());
  }

  /**
   * The answer that a request got before, null where it is new.
   *
   * @throws org.kagiban.verification.RequestIdReusedException where it was another request
   */
  @Nullable Answer answered(RequestIdentity identity) throws SQLException {
    StoredAnswer earlier = answers.get(ByteBuffer.wrap(identity.key()));
    if (earlier == null) {
      earlier = session.request(identity.key());
    }
    return earlier == null ? null : earlier.to(identity);
  }

  private Committed decideAnew(Change change, byte @Nullable [] key, byte @Nullable [] digest)
      throws SQLException {
    view.show(change);
    Decision decision = change.decide(view);
    // Whatever can fail for this change comes before anything is added to the transaction.
    byte[] answer = AnswerEncoding.encode(decision.answer());
    Linked events = chains.link(decision.events(), decision.writes());
    List<Token> writes = view.write(decision.writes(), decision.seeds());
    if (key != null && digest != null) {
      session.putRequest(key, digest, answer, now);
      answers.put(ByteBuffer.wrap(key), new StoredAnswer(digest, answer));
    }
    add(events);
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
      Linked events = chains.link(log.of(List.copyOf(done)), List.of());
      for (Move move : done) {
        seeds.put(move.token(), move.after());
      }
      add(events);
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
    Linked events = chains.link(decision.events(), List.of());
    rows.requireGrown(decision.write());
    session.ceremonies().write(rows.ceremony(), decision.write());
    for (CustodyKey key : decision.keys()) {
      session.ceremonies().write(key);
    }
    add(events);
    return decision.write();
  }

  /** Forgets events: {@link WriterSession#forgetEvents}. */
  int forgetEvents(long before, int limit) throws SQLException {
    return session.forgetEvents(before, limit);
  }

  /** Replaces settings: {@link org.kagiban.verification.KnownSettings#replace}. */
  int replace(List<Setting> set, List<String> gone, List<AuditEvent> events) throws SQLException {
    Linked linked = chains.link(events, List.of());
    for (String name : gone) {
      session.settings().delete(name);
    }
    for (Setting setting : set) {
      session.settings().put(setting);
    }
    add(linked);
    return events.size();
  }

  private void add(Linked events) throws SQLException {
    chains.take(events);
    for (int i = 0; i < events.entries.size(); i++) {
      session.putEvent(events.ids.get(i).bytes(), events.entries.get(i));
    }
  }

  void commit() throws SQLException {
    view.flush();
    seeds.flush();
    chains.flush();
    session.commit();
  }
}
