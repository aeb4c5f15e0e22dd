package org.kagiban.store;

import java.sql.SQLException;
import java.util.List;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.SeedRows.Move;

/** Seeds that are replaced, as the committer's work. */
record MoveWork(List<Move> moves, SeedRows.Log log) implements Work<List<Move>> {
  @Override
  public List<Move> decide(Batch batch) throws SQLException {
    return batch.replace(moves, log);
  }

  @Override
  public void name(Needs needs) {
    moves.forEach(needs::add);
  }
}
