package org.kagiban.app.doctor;

import java.util.List;
import org.kagiban.store.StoreInspection;
import org.kagiban.store.StoreLocation;
import org.kagiban.store.StoreRefusedException;

/** A PostgreSQL database, read only. */
final class PostgresCheck {
  private final StoreLocation location;
  private final Findings found;

  PostgresCheck(StoreLocation location, Findings found) {
    this.location = location;
    this.found = found;
  }

  void run(StoreFacts facts) {
    try (StoreInspection store = StoreInspection.open(location)) {
      found.ok(location + " answers: PostgreSQL " + store.version());
      List<String> refusals = store.refusals();
      refusals.forEach(each -> found.fail(each, "no server starts before"));
      if (refusals.isEmpty()) {
        found.ok("it is a primary, keeps what it has committed, and holds any text");
      }
      StoreCheck.tables(store, facts, found);
      if (facts.readable) {
        facts.server = store.signer();
        found.ok(
            facts.server.isPresent()
                ? "a server signs the log: process " + facts.server.getAsLong() + " of its machine"
                : "no server signs the log now");
      }
    } catch (StoreRefusedException e) {
      found.fail(String.valueOf(e.getMessage()), "until then every call is answered UNAVAILABLE");
    }
  }
}
