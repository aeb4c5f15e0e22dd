package org.kagiban.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/**
 * The beginning of a transaction: sees to it that nobody else writes, and reads all rows that its
 * changes name, in one round trip however many they are. Where another server writes, it waits for
 * that, and reads then: for more changes, since they gather as it waits. Each statement sees what
 * was committed when it begins (READ COMMITTED), and so all but the first see what was written
 * before the wait ended. Of one thread.
 */
final class PostgresReads {
  /** Held until the transaction ends; all servers' writers take this row before any other. */
  static final String LOCK = "SELECT id FROM writing WHERE id = 1 FOR UPDATE";

  private static final String NEXT = "SELECT coalesce(max(position) + 1, 0) FROM event";
  private static final String TOKENS =
      "SELECT " + TokenTable.COLUMNS + " FROM token WHERE token_id = ANY (?)";
  private static final String TOKENS_OF =
      "SELECT "
          + TokenRows.columns("token")
          + ", token.chain_length, token.chain_head"
          + " FROM unnest(?::text[], ?::text[]) AS w (institution, subscriber_id) JOIN token ON"
          + " token.institution = w.institution AND token.subscriber_id = w.subscriber_id";
  private static final String REQUESTS =
      "SELECT request_key, digest, answer FROM request WHERE request_key = ANY (?)";
  private static final String SEEDS =
      "SELECT token_id, kek, wrapped, mac FROM seed WHERE token_id = ANY (?)";

  private final Connection connection;
  private final Map<TokenId, Optional<TokenRow>> tokens = new HashMap<>();
  private final Map<Subscriber, Optional<TokenRow>> tokensOf = new HashMap<>();
  private final Map<ByteBuffer, Optional<StoredAnswer>> requests = new HashMap<>();
  private final Map<TokenId, Optional<WrappedSeed>> seeds = new HashMap<>();
  private final List<Question> questions = new ArrayList<>();
  private boolean locked;
  private long nextPosition;

  PostgresReads(Connection connection) {
    this.connection = connection;
  }

  /** Part of the one round trip. */
  private record Question(String sql, Object[][] arrays, Reading reading) {}

  @FunctionalInterface
  private interface Reading {
    void row(ResultSet row) throws SQLException;
  }

  /**
   * Begins, and forgets what was read before.
   *
   * @param needs asked again where this had to wait
   */
  void begin(Supplier<Needs> needs) throws SQLException {
    if (!reached(LOCK + " SKIP LOCKED", needs.get())) {
      try (Statement wait = connection.createStatement()) {
        wait.execute(LOCK);
      }
      boolean unused = reached(LOCK, needs.get());
    }
  }

  /** Whether nobody else writes from here on, so that what was read holds. */
  private boolean reached(String lock, Needs needs) throws SQLException {
    questions.clear();
    tokens.clear();
    tokensOf.clear();
    requests.clear();
    seeds.clear();
    locked = false;
    ask(lock, row -> locked = true);
    ask(NEXT, row -> nextPosition = row.getLong(1));
    read(needs);
    return locked;
  }

  private void read(Needs needs) throws SQLException {
    // What gets no answer is not there.
    needs.tokens.forEach(id -> tokens.put(id, Optional.empty()));
    needs.subscribers.forEach(subscriber -> tokensOf.put(subscriber, Optional.empty()));
    needs.requests.forEach(key -> requests.put(key, Optional.empty()));
    needs.seeds.forEach(id -> seeds.put(id, Optional.empty()));
    ask(TOKENS, this::token, texts(needs.tokens, TokenId::value));
    ask(
        TOKENS_OF,
        this::token,
        texts(needs.subscribers, each -> each.institution().id()),
        texts(needs.subscribers, Subscriber::id));
    byte[][] keys = needs.requests.stream().map(ByteBuffer::array).toArray(byte[][]::new);
    ask(REQUESTS, this::request, new Object[][] {keys});
    ask(SEEDS, this::seed, texts(needs.seeds, TokenId::value));
    askAll();
    questions.clear();
  }

  private static <K> String[] texts(Set<K> keys, Function<K, String> column) {
    return keys.stream().map(column).toArray(String[]::new);
  }

  private void ask(String sql, Reading reading, Object[]... arrays) {
    if (arrays.length == 0 || arrays[0].length > 0) {
      questions.add(new Question(sql, arrays, reading));
    }
  }

  private void askAll() throws SQLException {
    List<String> sql = questions.stream().map(Question::sql).toList();
    try (PreparedStatement statement = connection.prepareStatement(String.join(";\n", sql))) {
      int index = 1;
      for (Question question : questions) {
        for (Object[] values : question.arrays()) {
          String type = values instanceof String[] ? "text" : "bytea";
          statement.setArray(index++, connection.createArrayOf(type, values));
        }
      }
      statement.execute();
      for (Question question : questions) {
        try (ResultSet row = statement.getResultSet()) {
          while (row.next()) {
            question.reading().row(row);
          }
        }
        statement.getMoreResults();
      }
    }
  }

  private void token(ResultSet row) throws SQLException {
    TokenRow read = TokenTable.read(row);
    tokens.put(read.token().id(), Optional.of(read));
    Subscriber subscriber = read.token().state().subscriber();
    if (subscriber != null) {
      tokensOf.put(subscriber, Optional.of(read));
    }
  }

  private void request(ResultSet row) throws SQLException {
    StoredAnswer read = new StoredAnswer(row.getBytes(2), row.getBytes(3));
    requests.put(ByteBuffer.wrap(row.getBytes(1)), Optional.of(read));
  }

  private void seed(ResultSet row) throws SQLException {
    TokenId token = new TokenId(row.getString(1));
    seeds.put(
        token,
        Optional.of(new WrappedSeed(token, row.getString(2), row.getBytes(3), row.getBytes(4))));
  }

  /** The place of the next event. */
  long nextPosition() {
    return nextPosition;
  }

  // What no change named is asked for when it comes up, in a round trip of its own.

  @Nullable TokenRow token(TokenId id) throws SQLException {
    return find(tokens, id, needs -> needs.tokens.add(id));
  }

  @Nullable TokenRow tokenOf(Subscriber subscriber) throws SQLException {
    return find(tokensOf, subscriber, needs -> needs.subscribers.add(subscriber));
  }

  @Nullable StoredAnswer request(byte[] key) throws SQLException {
    ByteBuffer wrapped = ByteBuffer.wrap(key);
    return find(requests, wrapped, needs -> needs.requests.add(wrapped));
  }

  @Nullable WrappedSeed seed(TokenId token) throws SQLException {
    return find(seeds, token, needs -> needs.seeds.add(token));
  }

  private <K, V> @Nullable V find(Map<K, Optional<V>> read, K key, Consumer<Needs> naming)
      throws SQLException {
    if (!read.containsKey(key)) {
      Needs late = new Needs();
      naming.accept(late);
      read(late);
    }
    return Objects.requireNonNull(read.get(key)).orElse(null);
  }
}
