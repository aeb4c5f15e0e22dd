package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.store.LedgerHarness.failureOf;
import static org.kagiban.store.LedgerHarness.get;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.Ceremony.Status;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.token.TokenId;

/** What every engine's store does for wrapped seeds and ceremonies. */
abstract class CustodyLedgerContract extends CustodyChainContract {
  @Test
  void find_rowCommittedWithItsToken_isThere() {
    load(1, seed(1, "kek-1"));
    reopen();
    assertThat(get(seeds().find(id(1)))).isEqualTo(seed(1, "kek-1"));
    assertThat(get(seeds().find(id(2)))).isNull();
  }

  @Test
  void submit_rowWithoutItsToken_isRefusedWhole() {
    assertThat(failureOf(tokens().submit(change(fresh(1), seed(2, "kek-1")))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(get(tokens().find(id(1)))).isNull();
    assertThat(get(seeds().find(id(2)))).isNull();
  }

  @Test
  void submit_tokenLosesItsSeed_rowGoesToo() {
    load(1, seed(1, "kek-1"));
    get(tokens().submit(change(fresh(1).withoutSeed(), null)));
    assertThat(get(seeds().find(id(1)))).isNull();
  }

  @Test
  void findAll_givesThoseThatThereAre() {
    load(1, null);
    load(3, null);
    assertThat(get(tokens().findAll(Set.of(id(1), id(2), id(3)))))
        .containsExactlyInAnyOrder(fresh(1), fresh(3));
  }

  @Test
  void pages_goThroughRowsAndTokensWithout_inOrderOfTokenIds() {
    IntStream.range(0, 10).forEach(i -> load(i, i % 2 == 0 ? seed(i, "kek-" + (i % 4)) : null));
    List<TokenId> under = new ArrayList<>();
    TokenId after = null;
    List<Stored> page;
    do {
      page = get(seeds().notUnder("kek-2", after, 2));
      page.forEach(stored -> under.add(stored.token().id()));
      after = page.isEmpty() ? after : under.get(under.size() - 1);
    } while (!page.isEmpty());
    assertThat(under).containsExactly(id(0), id(4), id(8));
    assertThat(get(seeds().notUnder(null, null, 1000))).hasSize(5);
    assertThat(get(seeds().notUnder(null, id(4), 1)))
        .containsExactly(new Stored(fresh(6), seed(6, "kek-2")));
    assertThat(get(seeds().withoutRow(id(1), 2))).containsExactly(fresh(3), fresh(5));
    assertThat(get(seeds().count())).isEqualTo(Map.of("kek-0", 3L, "kek-2", 2L));
    assertThat(get(seeds().countWithoutRow())).isEqualTo(5);
  }

  @Test
  void replace_movesOnlyRowsThatAreAsSeen_andLogsThose() {
    load(1, seed(1, "kek-1"));
    load(2, seed(2, "kek-1"));
    load(3, null);
    long before = eventCount();
    Move fits = new Move(id(1), seed(1, "kek-1"), seed(1, "kek-2"));
    Move stale = new Move(id(2), seed(2, "kek-0"), seed(2, "kek-2"));
    Move added = new Move(id(3), null, seed(3, "kek-2"));
    assertThat(replace(fits, stale, added)).containsExactly(fits, added);
    assertThat(get(seeds().find(id(1)))).isEqualTo(seed(1, "kek-2"));
    assertThat(get(seeds().find(id(2)))).isEqualTo(seed(2, "kek-1"));
    assertThat(get(seeds().find(id(3)))).isEqualTo(seed(3, "kek-2"));
    assertThat(eventCount()).isEqualTo(before + 1);
    assertThat(replace(stale)).isEmpty();
    assertThat(replace(new Move(id(1), seed(1, "kek-2"), null))).hasSize(1);
    assertThat(get(seeds().find(id(1)))).isNull();
    assertThat(eventCount()).isEqualTo(before + 2);
  }

  @Test
  void replace_manyAtOnceOnOneRow_movesItOnce() {
    load(1, seed(1, "kek-1"));
    List<CompletableFuture<List<Move>>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Move move = new Move(id(1), seed(1, "kek-1"), seed(1, "kek-" + (i + 2)));
      all.add(seeds().replace(List.of(move), done -> List.of(event())));
    }
    assertThat(all.stream().mapToInt(each -> get(each).size()).sum()).isEqualTo(1);
  }

  @Test
  void replace_rowOfNoToken_failsAlone() {
    load(1, seed(1, "kek-1"));
    CompletableFuture<List<Move>> orphan =
        seeds().replace(List.of(new Move(id(7), null, seed(7, "kek-1"))), done -> List.of(event()));
    Move good = new Move(id(1), seed(1, "kek-1"), seed(1, "kek-2"));
    assertThat(replace(good)).containsExactly(good);
    assertThat(failureOf(orphan)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void replace_rowOfATokenThatLostItsSeed_takesNoEffect() {
    load(1, null);
    get(tokens().submit(change(fresh(1).withoutSeed(), null)));
    assertThat(replace(new Move(id(1), null, seed(1, "kek-1")))).isEmpty();
    assertThat(get(seeds().find(id(1)))).isNull();
  }

  @Test
  void seed_underADestroyedKek_isRefused() {
    load(2, null);
    get(write(ceremony(Status.PROPOSED, null, Act.PROPOSE), key(CustodyKey.State.DESTROYED)));
    assertThat(failureOf(tokens().submit(change(fresh(1), seed(1, "kagiban-kek-1")))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(get(tokens().find(id(1)))).isNull();
    Move move = new Move(id(2), null, seed(2, "kagiban-kek-1"));
    assertThat(failureOf(seeds().replace(List.of(move), done -> List.of(event()))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(get(seeds().find(id(2)))).isNull();
  }
}
