package org.kagiban.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/** The wrapped seeds that a batch has written so far. Of one thread and one transaction. */
final class BatchSeeds {
  private final WriterSession session;

  /** Empty for a row that goes. */
  private final Map<TokenId, Optional<WrappedSeed>> written = new HashMap<>();

  BatchSeeds(WriterSession session) {
    this.session = session;
  }

  /** The row as the batch leaves it so far. */
  @Nullable WrappedSeed now(TokenId token) throws SQLException {
    Optional<WrappedSeed> here = written.get(token);
    return here == null ? session.seed(token) : here.orElse(null);
  }

  /**
   * @param seed null where the row goes
   */
  void put(TokenId token, @Nullable WrappedSeed seed) {
    written.put(token, Optional.ofNullable(seed));
  }

  /** Adds all of it to the transaction. */
  void flush() throws SQLException {
    for (Map.Entry<TokenId, Optional<WrappedSeed>> row : written.entrySet()) {
      session.putSeed(row.getKey(), row.getValue().orElse(null));
    }
    written.clear();
  }
}
