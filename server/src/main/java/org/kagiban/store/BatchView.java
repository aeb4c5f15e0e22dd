package org.kagiban.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.Change;
import org.kagiban.verification.LedgerView;
import org.kagiban.verification.WrappedSeed;

/**
 * The rows that a batch's changes name, with the writes of those decided so far. Of one thread and
 * one transaction.
 *
 * <p>That a subscriber has one token is left to the table's index, which sees the batch's end.
 */
final class BatchView implements LedgerView {
  private static final Row NOTHING = new Row(null);

  private final WriterSession session;
  private final BatchSeeds seeds;
  private final Map<TokenId, Row> rows = new HashMap<>();

  /** For every row, both the subscriber of its first and that of its last version are here. */
  private final Map<Subscriber, Row> rowsOf = new HashMap<>();

  private @Nullable Change change;

  BatchView(WriterSession session, BatchSeeds seeds) {
    this.session = session;
    this.seeds = seeds;
  }

  /** Reads what a change names and nobody named before it. */
  void show(Change next) throws SQLException {
    change = next;
    for (TokenId id : next.tokens()) {
      if (!rows.containsKey(id)) {
        add(id, session.token(id));
      }
    }
    for (Subscriber subscriber : next.subscribers()) {
      if (!rowsOf.containsKey(subscriber)) {
        TokenRow row = session.tokenOf(subscriber);
        if (row == null) {
          rowsOf.put(subscriber, NOTHING);
        } else {
          add(row.token().id(), row);
        }
      }
    }
  }

  private Row add(TokenId id, @Nullable TokenRow stored) {
    Row row = new Row(stored);
    rows.put(id, row);
    Subscriber subscriber = subscriberOf(row.now);
    if (subscriber != null) {
      rowsOf.putIfAbsent(subscriber, row);
    }
    return row;
  }

  /** A row that no change need have named. */
  private Row load(TokenId id) throws SQLException {
    Row row = rows.get(id);
    return row == null ? add(id, session.token(id)) : row;
  }

  @Override
  public @Nullable Token token(TokenId id) {
    if (!shown().tokens().contains(id)) {
      throw new IllegalArgumentException("the change did not name token " + id);
    }
    return row(id).now;
  }

  /** Whether there is such a token and it has lost its seed, as the batch leaves it so far. */
  boolean hasLostSeed(TokenId id) throws SQLException {
    Token now = load(id).now;
    return now != null && now.seed() == null;
  }

  /** The token's chain as the batch leaves it so far, null where there is no such token. */
  @Nullable ChainHead chain(TokenId id) throws SQLException {
    Row row = load(id);
    return row.now == null ? null : row.chain;
  }

  /** Takes over the head of a chain that {@link #chain(TokenId)} was asked for. */
  void chain(TokenId id, ChainHead head) {
    row(id).chain = head;
  }

  @Override
  public @Nullable Token tokenOf(Subscriber subscriber) {
    if (!shown().subscribers().contains(subscriber)) {
      throw new IllegalArgumentException("the change did not name this subscriber");
    }
    return Objects.requireNonNull(rowsOf.get(subscriber)).now;
  }

  /**
   * Takes over a change's writes: all, or none where it throws. A token without a seed loses its
   * wrapped one.
   *
   * @param wrapped of tokens among the writes
   * @return the tokens as they will be read back
   * @throws IllegalArgumentException where the change did not name a token, or no row can hold it
   */
  List<Token> write(List<Token> writes, List<WrappedSeed> wrapped) {
    List<Token> stored = new ArrayList<>(writes.size());
    Set<TokenId> withSeed = new HashSet<>();
    for (Token token : writes) {
      requireNamed(token.id());
      stored.add(TokenRows.asStored(token));
      if (token.seed() != null) {
        withSeed.add(token.id());
      }
    }
    for (WrappedSeed seed : wrapped) {
      if (!withSeed.contains(seed.token())) {
        throw new IllegalArgumentException("a wrapped seed without its token: " + seed);
      }
    }
    for (Token token : stored) {
      write(token);
    }
    wrapped.forEach(seed -> seeds.put(seed.token(), seed));
    return List.copyOf(stored);
  }

  private void requireNamed(TokenId id) {
    if (shown().tokens().contains(id)) {
      return;
    }
    Row row = rows.get(id);
    Subscriber subscriber = row == null ? null : subscriberOf(row.now);
    if (subscriber == null || !shown().subscribers().contains(subscriber)) {
      throw new IllegalArgumentException("the change writes token " + id + " without naming it");
    }
  }

  private void write(Token token) {
    Row row = row(token.id());
    Subscriber before = subscriberOf(row.now);
    Subscriber after = token.state().subscriber();
    if (token.seed() == null && row.now != null && row.now.seed() != null) {
      seeds.put(token.id(), null);
    }
    row.now = token;
    if (Objects.equals(before, after)) {
      return;
    }
    if (before != null) {
      rowsOf.replace(before, row, NOTHING);
    }
    if (after != null) {
      rowsOf.put(after, row);
    }
  }

  /** Adds the last version of every changed row to the transaction. */
  void flush() throws SQLException {
    for (Row row : rows.values()) {
      if (row.now != null) {
        TokenRow next = new TokenRow(row.now, row.chain);
        session.write(row.before, next);
        row.before = next;
      }
    }
  }

  private Row row(TokenId id) {
    return Objects.requireNonNull(rows.get(id));
  }

  private Change shown() {
    return Objects.requireNonNull(change);
  }

  private static @Nullable Subscriber subscriberOf(@Nullable Token token) {
    return token == null ? null : token.state().subscriber();
  }

  /** A row as it was read, and as the batch's changes so far leave it. */
  private static final class Row {
    @Nullable TokenRow before;
    @Nullable Token now;
    ChainHead chain;

    Row(@Nullable TokenRow stored) {
      before = stored;
      now = stored == null ? null : stored.token();
      chain = stored == null ? ChainHead.START : stored.chain();
    }
  }
}
