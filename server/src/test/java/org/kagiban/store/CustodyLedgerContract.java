package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.store.LedgerHarness.failureOf;
import static org.kagiban.store.LedgerHarness.get;
import static org.kagiban.store.Tokens.NOW;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.Ceremony.Status;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.custody.ceremony.Signed;
import org.kagiban.custody.ceremony.Statement;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Decision;
import org.kagiban.verification.PreparedChange;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.WrappedSeed;

/** What every engine's store does for wrapped seeds and ceremonies. */
abstract class CustodyLedgerContract {
  private static final CeremonyId ONE = CeremonyId.parse("11111111-2222-3333-4444-555555555555");

  abstract TokenLedger tokens();

  abstract SeedRows seeds();

  abstract CeremonyLedger ceremonies();

  abstract void reopen();

  abstract long eventCount();

  static WrappedSeed seed(int number, String kek) {
    byte[] wrapped = new byte[32];
    wrapped[0] = (byte) number;
    return new WrappedSeed(id(number), kek, wrapped, new byte[32]);
  }

  private void load(int number, @Nullable WrappedSeed row) {
    get(tokens().submit(change(fresh(number), row)));
  }

  private static PreparedChange change(Token token, @Nullable WrappedSeed row) {
    List<WrappedSeed> rows = row == null ? List.of() : List.of(row);
    AuditEvent event = event();
    Answer answer = Answer.plain(Verdict.ACCEPTED, event.id(), null);
    Decision decision = new Decision(answer, List.of(token), List.of(event), rows);
    return new PreparedChange(null, Set.of(token.id()), Set.of(), view -> decision);
  }

  private static AuditEvent event() {
    return AuditEvent.of(EventKind.KEY_MOVED, EventId.at(NOW), NOW).build();
  }

  private List<Move> replace(Move... moves) {
    return get(seeds().replace(List.of(moves), done -> List.of(event())));
  }

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

  private static Signed signed(Act act, int second) {
    byte[] about = new byte[32];
    Statement statement =
        new Statement(act, ONE, about, NOW.plusSeconds(second), NOW.plusSeconds(second + 60));
    return new Signed(statement, "custodian-1", "taro", new byte[] {1}, new byte[] {2});
  }

  private static Ceremony ceremony(Status status, @Nullable String outcome, Act... acts) {
    List<Signed> signed = new ArrayList<>();
    for (Act act : acts) {
      signed.add(signed(act, signed.size()));
    }
    byte[] file = "ceremony: import-key\n".getBytes(StandardCharsets.UTF_8);
    return new Ceremony(ONE, "import-key", file, status, signed, outcome);
  }

  private static CustodyKey key(CustodyKey.State state) {
    return new CustodyKey("kagiban-kek-1", "kek", state, new byte[] {1, 2, 3}, "method", NOW, ONE);
  }

  private CompletableFuture<Ceremony> write(Ceremony ceremony, CustodyKey... keys) {
    return ceremonies()
        .submit(
            ceremony.id(),
            view -> new CeremonyLedger.Decision(ceremony, List.of(keys), List.of(event())));
  }

  @Test
  void ceremony_grows_andIsReadBackWhole() {
    Ceremony proposed = ceremony(Status.PROPOSED, null, Act.PROPOSE);
    Ceremony executed =
        ceremony(Status.EXECUTED, "outcome: good\n", Act.PROPOSE, Act.APPROVE, Act.RUN);
    get(write(proposed));
    assertThat(get(ceremonies().find(ONE))).isEqualTo(proposed);
    get(write(executed, key(CustodyKey.State.ACTIVE)));
    reopen();
    assertThat(get(ceremonies().find(ONE))).isEqualTo(executed);
    assertThat(get(ceremonies().latest(10))).containsExactly(executed);
    assertThat(get(ceremonies().keys())).containsExactly(key(CustodyKey.State.ACTIVE));
    assertThat(get(ceremonies().find(CeremonyId.random()))).isNull();
  }

  @Test
  void ceremony_whatWasSigned_cannotBeTakenAwayOrChanged() {
    get(write(ceremony(Status.PROPOSED, null, Act.PROPOSE, Act.APPROVE)));
    assertThat(failureOf(write(ceremony(Status.PROPOSED, null, Act.PROPOSE))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(failureOf(write(ceremony(Status.PROPOSED, null, Act.PROPOSE, Act.CANCEL))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(get(ceremonies().find(ONE)).signed()).hasSize(2);
  }

  @Test
  void ceremony_changeThrows_nothingIsWritten() {
    long before = eventCount();
    RuntimeException refusal = new IllegalStateException("refused");
    assertThat(
            failureOf(
                ceremonies()
                    .submit(
                        ONE,
                        view -> {
                          throw refusal;
                        })))
        .isSameAs(refusal);
    assertThat(get(ceremonies().find(ONE))).isNull();
    assertThat(eventCount()).isEqualTo(before);
  }

  @Test
  void ceremony_seesWhatCameBeforeIt_inTheSameBatch() {
    List<Map<String, Long>> seen = new ArrayList<>();
    List<CompletableFuture<?>> all = new ArrayList<>();
    Gate.hold(
        tokens(),
        () -> {
          all.add(tokens().submit(change(fresh(1), seed(1, "kek-1"))));
          all.add(
              ceremonies()
                  .submit(
                      ONE,
                      view -> {
                        seen.add(view.wrappedSeeds());
                        Ceremony proposed = ceremony(Status.PROPOSED, null, Act.PROPOSE);
                        return new CeremonyLedger.Decision(
                            proposed, List.of(key(CustodyKey.State.ACTIVE)), List.of(event()));
                      }));
          all.add(tokens().submit(change(fresh(1).withoutSeed(), null)));
          all.add(
              ceremonies()
                  .submit(
                      ONE,
                      view -> {
                        seen.add(view.wrappedSeeds());
                        assertThat(view.key("kagiban-kek-1")).isNotNull();
                        Ceremony running =
                            ceremony(Status.RUNNING, null, Act.PROPOSE, Act.APPROVE, Act.RUN);
                        return new CeremonyLedger.Decision(running, List.of(), List.of(event()));
                      }));
        });
    all.forEach(LedgerHarness::get);
    assertThat(seen).containsExactly(Map.of("kek-1", 1L), Map.of());
  }

  @Test
  void keys_secondActiveKek_isRefusedByTheTable() {
    get(write(ceremony(Status.PROPOSED, null, Act.PROPOSE), key(CustodyKey.State.ACTIVE)));
    CustodyKey other =
        new CustodyKey(
            "kagiban-kek-2", "kek", CustodyKey.State.ACTIVE, new byte[3], "method", NOW, ONE);
    assertThat(failureOf(write(ceremony(Status.PROPOSED, null, Act.PROPOSE), other)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(get(ceremonies().keys())).hasSize(1);
    CustodyKey old = key(CustodyKey.State.DEACTIVATED);
    get(write(ceremony(Status.PROPOSED, null, Act.PROPOSE), old, other));
    assertThat(get(ceremonies().keys())).containsExactly(old, other);
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
