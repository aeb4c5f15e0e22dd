package org.kagiban.store;

import java.sql.SQLException;
import org.kagiban.verification.Change;
import org.kagiban.verification.TokenLedger.Committed;

/** A change of tokens as the committer's work. */
record ChangeWork(Change change) implements Work<Committed> {
  @Override
  public Committed decide(Batch batch) throws SQLException {
    return batch.decide(change);
  }

  @Override
  public void name(Needs needs) {
    needs.add(change);
  }
}
