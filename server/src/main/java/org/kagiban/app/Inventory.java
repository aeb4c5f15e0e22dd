package org.kagiban.app;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.audit.reconcile.InventorySource;
import org.kagiban.audit.reconcile.Item;
import org.kagiban.custody.InventoryRows;
import org.kagiban.custody.InventoryRows.Orphan;
import org.kagiban.custody.Patience;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.hsm.HsmException;
import org.kagiban.hsm.HsmInventoryReader;
import org.kagiban.hsm.HsmInventoryRows;
import org.kagiban.hsm.HsmWorkers;
import org.kagiban.hsm.Partition;
import org.kagiban.store.SqlLedger;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.UnavailableException;

/** Takes stock of the partition and the database of one server. Thread-safe. */
final class Inventory implements InventorySource {
  private static final int PAGE = 200;

  private final Partition partition;
  private final TokenLedger ledger;
  private final InventoryRows rows;
  private final SeedRows seeds;
  private final HsmInventoryRows checks;

  Inventory(Partition partition, HsmWorkers workers, SqlLedger ledger) {
    this.partition = partition;
    this.ledger = ledger;
    this.rows = ledger.inventory();
    this.seeds = ledger.seeds();
    this.checks = new HsmInventoryRows(workers);
  }

  @Override
  public String partition() {
    return partition.label();
  }

  @Override
  public void take(boolean deep, Listener listener) {
    try {
      objects(listener);
      storedSeeds(deep, listener);
      orphans(listener);
      tokens(listener);
    } catch (HsmException e) {
      throw new UnavailableException(
          UnavailableException.Part.HSM_UNAVAILABLE, "the HSM failed: " + e.getMessage(), e);
    }
  }

  private void objects(Listener listener) {
    try (HsmInventoryReader objects = HsmInventoryReader.begin(partition)) {
      long stored = Patience.await(seeds.count()).values().stream().mapToLong(n -> n).sum();
      listener.total(objects.count() + stored + Patience.await(rows.countTokens()));
      objects.read(this::hashes, listener::found);
    }
  }

  private Map<SeedRef, HashAlgorithm> hashes(Collection<SeedRef> wanted) {
    List<TokenId> ids =
        wanted.stream().map(SeedRef::value).filter(Inventory::isTokenId).map(TokenId::new).toList();
    Map<SeedRef, HashAlgorithm> known = new HashMap<>();
    for (Token token : Patience.await(ledger.findAll(ids))) {
      known.put(new SeedRef(token.id().value()), token.profile().algorithm());
    }
    return known;
  }

  /** What somebody else has put into the partition may have any id. */
  private static boolean isTokenId(String id) {
    try {
      return new TokenId(id).value().equals(id);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void storedSeeds(boolean deep, Listener listener) {
    List<Stored> page = Patience.await(seeds.notUnder(null, null, PAGE));
    while (!page.isEmpty()) {
      Patience.await(checks.check(page, deep)).forEach(listener::found);
      TokenId last = page.get(page.size() - 1).token().id();
      page = Patience.await(seeds.notUnder(null, last, PAGE));
    }
  }

  private void orphans(Listener listener) {
    List<Orphan> page = Patience.await(rows.orphans(null, PAGE));
    while (!page.isEmpty()) {
      for (Orphan orphan : page) {
        String problem = "its token is not in the database";
        listener.found(Item.row(orphan.token(), orphan.kek(), new byte[0], "", problem));
      }
      page = Patience.await(rows.orphans(page.get(page.size() - 1).token(), PAGE));
    }
  }

  private void tokens(Listener listener) {
    List<Token> page = Patience.await(rows.tokens(null, PAGE));
    while (!page.isEmpty()) {
      page.forEach(token -> listener.found(item(token)));
      page = Patience.await(rows.tokens(page.get(page.size() - 1).id(), PAGE));
    }
  }

  private static Item item(Token token) {
    SeedRef seed = token.seed();
    return Item.token(
        token.id().value(), token.kcv(), token.state().retired(), seed == null ? "" : seed.value());
  }
}
