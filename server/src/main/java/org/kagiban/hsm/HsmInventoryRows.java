package org.kagiban.hsm;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.kagiban.audit.reconcile.Item;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.verification.UnavailableException;

/** Looks at seeds that rest in the store, in bulk jobs, which verifications pass. */
public final class HsmInventoryRows {
  private final HsmWorkers workers;

  public HsmInventoryRows(HsmWorkers workers) {
    this.workers = workers;
  }

  /**
   * Checks in the HSM that each row belongs to its token.
   *
   * @param deep also unwrap the seed and make its check value
   * @return one for each, in order; what is wrong with one is told in it. Fails as {@link
   *     HsmWorkers#submit} where the HSM does
   */
  public CompletableFuture<List<Item>> check(List<Stored> rows, boolean deep) {
    return new Bulk<Stored, Item>(workers, (session, row) -> check(session, row, deep)).run(rows);
  }

  private static Item check(HsmSession session, Stored stored, boolean deep) {
    byte[] kcv = {};
    String problem = "";
    try {
      if (deep) {
        kcv = unwrapped(session, stored);
      } else if (!SeedBinding.holds(
          session, stored.seed(), stored.token().id(), stored.token().profile())) {
        problem = "the row was changed, or is another token's";
      }
    } catch (UnavailableException e) {
      // Of this row, or of a key that it needs: the HSM's own failures are HsmExceptions.
      problem = String.valueOf(e.getMessage());
    }
    return Item.row(
        stored.token().id().value(),
        stored.seed().kek(),
        kcv,
        kcv.length == 0 ? "" : "first 8 bytes of HMAC over \"kagiban kcv\"",
        problem);
  }

  private static byte[] unwrapped(HsmSession session, Stored stored) {
    Template template = session.generation().seedLock().used();
    long seed = StoredSeeds.unwrap(session, session, stored.seed(), stored.token(), template);
    return session.thenDestroy(
        seed, () -> SeedObjects.kcv(session, stored.token().profile().algorithm(), seed));
  }
}
