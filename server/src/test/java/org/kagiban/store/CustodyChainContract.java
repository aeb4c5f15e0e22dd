package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.store.LedgerHarness.failureOf;
import static org.kagiban.store.LedgerHarness.get;
import static org.kagiban.store.Tokens.NOW;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.Ceremony.Status;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.verification.WrappedSeed;

/** What every engine's store does with chains where seeds move and ceremonies run. */
abstract class CustodyChainContract extends CeremonyLedgerContract {
  private static final String KEK = "kagiban-kek-1";

  abstract List<byte[]> events();

  private Map<String, Long> chains() {
    return Chains.lengths(events());
  }

  private static List<AuditEvent> moved(List<Move> done) {
    return done.stream().map(move -> ChainChange.event(move.token())).toList();
  }

  private static Move move(int token, @Nullable WrappedSeed before, String kek) {
    return new Move(id(token), before, seed(token, kek));
  }

  private CompletableFuture<List<Move>> move(Move... moves) {
    return seeds().replace(List.of(moves), CustodyChainContract::moved);
  }

  private CompletableFuture<Ceremony> activate(Ceremony ceremony) {
    AuditEvent event =
        AuditEvent.of(EventKind.KEY_ACTIVATED, EventId.at(NOW), NOW)
            .with(EventField.KEY, KEK)
            .build();
    return ceremonies()
        .submit(
            ONE,
            view ->
                new CeremonyLedger.Decision(
                    ceremony, List.of(key(CustodyKey.State.ACTIVE)), List.of(event)));
  }

  @Test
  void chain_movesOfSeeds_areOnTheirTokensChains() {
    get(tokens().submit(ChainChange.make(fresh(1), fresh(2), fresh(3))));
    get(move(move(1, null, "kek-1"), move(2, null, "kek-1")));
    Move stale = move(2, seed(2, "kek-0"), "kek-2");
    get(move(move(1, seed(1, "kek-1"), "kek-2"), stale));
    get(move(stale));
    reopen();
    get(tokens().submit(ChainChange.use(id(1))));
    assertThat(chains()).isEqualTo(Map.of(id(1).value(), 4L, id(2).value(), 2L, id(3).value(), 1L));
  }

  @Test
  void chain_movesBetweenUses_inOneBatch() {
    get(tokens().submit(ChainChange.make(fresh(1))));
    List<CompletableFuture<?>> all = new ArrayList<>();
    Gate.hold(
        tokens(),
        () -> {
          all.add(move(move(1, null, "kek-1")));
          all.add(tokens().submit(ChainChange.use(id(1))));
          all.add(move(move(1, seed(1, "kek-1"), "kek-2")));
          all.add(move(move(1, seed(1, "kek-1"), "kek-3")));
          all.add(tokens().submit(ChainChange.look(id(1))));
        });
    all.forEach(LedgerHarness::get);
    assertThat(chains()).isEqualTo(Map.of(id(1).value(), 5L));
    reopen();
    get(move(move(1, seed(1, "kek-2"), "kek-3")));
    assertThat(chains()).isEqualTo(Map.of(id(1).value(), 6L));
  }

  @Test
  void chain_moveOfASeedOfNoToken_failsAlone() {
    get(tokens().submit(ChainChange.make(fresh(1))));
    List<CompletableFuture<?>> all = new ArrayList<>();
    Gate.hold(
        tokens(),
        () -> {
          all.add(tokens().submit(ChainChange.use(id(1))));
          all.add(move(move(1, null, "kek-1"), move(7, null, "kek-1")));
          all.add(move(move(1, null, "kek-2")));
        });
    get(all.get(2));
    assertThat(failureOf(all.get(1))).isInstanceOf(IllegalStateException.class);
    assertThat(get(seeds().find(id(1)))).isEqualTo(seed(1, "kek-2"));
    assertThat(chains()).isEqualTo(Map.of(id(1).value(), 3L));
  }

  @Test
  void chain_keysOfCeremonies_betweenUsesInOneBatch() {
    get(tokens().submit(ChainChange.make(fresh(1))));
    Ceremony proposed = ceremony(Status.PROPOSED, null, Act.PROPOSE);
    Ceremony approved = ceremony(Status.PROPOSED, null, Act.PROPOSE, Act.APPROVE);
    List<CompletableFuture<?>> all = new ArrayList<>();
    Gate.hold(
        tokens(),
        () -> {
          all.add(tokens().submit(ChainChange.use(id(1))));
          all.add(activate(approved));
          all.add(tokens().submit(ChainChange.use(id(1))));
          all.add(activate(proposed));
          all.add(tokens().submit(ChainChange.look(id(1))));
          all.add(activate(approved));
        });
    get(all.get(5));
    assertThat(failureOf(all.get(3))).isInstanceOf(IllegalArgumentException.class);
    assertThat(chains()).isEqualTo(Map.of(id(1).value(), 4L, KEK, 2L));
    reopen();
    get(activate(approved));
    get(tokens().submit(ChainChange.use(id(1))));
    assertThat(chains()).isEqualTo(Map.of(id(1).value(), 5L, KEK, 3L));
  }
}
