package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.store.ChainChange.about;
import static org.kagiban.store.ChainChange.log;
import static org.kagiban.store.ChainChange.look;
import static org.kagiban.store.ChainChange.make;
import static org.kagiban.store.ChainChange.use;
import static org.kagiban.store.TestChange.failing;
import static org.kagiban.store.TestChange.request;
import static org.kagiban.store.Tokens.enrolled;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;
import static org.kagiban.store.Tokens.retired;
import static org.kagiban.store.Tokens.subscriber;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.Change;
import org.kagiban.verification.StaleException;
import org.kagiban.verification.TokenLedger.Committed;

/** What every engine's ledger does with the chains of keys' events. */
abstract class TokenLedgerChainContract extends LedgerHarness {
  private static final String ONE = id(1).value();
  private static final String TWO = id(2).value();

  /** The lengths of all chains, which are dense and linked. */
  private Map<String, Long> chains() {
    return Chains.lengths(events());
  }

  private static Change change(List<TokenId> events, Token... writes) {
    Set<TokenId> named = Set.copyOf(events);
    return new TestChange(null, named, Set.of(), view -> about(events, writes));
  }

  @Test
  void chain_goesOnAcrossBatchesAndReopening() {
    commit(make(fresh(1)));
    commit(use(id(1)));
    assertThat(chains()).isEqualTo(Map.of(ONE, 2L));
    reopen();
    commit(use(id(1)));
    commitTogether(use(id(1)), use(id(1)), use(id(1))).forEach(LedgerHarness::get);
    commit(use(id(1)));
    assertThat(chains()).isEqualTo(Map.of(ONE, 7L));
    assertThat(watermark(id(1))).isEqualTo(6);
  }

  @Test
  void chain_eventsOfOneDecision_followEachOther() {
    commit(change(List.of(id(1), id(2), id(1), id(1)), fresh(1), fresh(2)));
    commit(change(List.of(id(2), id(2), id(1))));
    assertThat(chains()).isEqualTo(Map.of(ONE, 4L, TWO, 3L));
  }

  @Test
  void chain_eventThatLeavesItsTokenAsItIs_isChainedToo() {
    commit(make(fresh(1)));
    commit(look(id(1)));
    commitTogether(look(id(1)), use(id(1)), look(id(1))).forEach(LedgerHarness::get);
    reopen();
    commitTogether(use(id(1)), look(id(1)), look(id(1))).forEach(LedgerHarness::get);
    assertThat(chains()).isEqualTo(Map.of(ONE, 8L));
    assertThat(watermark(id(1))).isEqualTo(2);
  }

  @Test
  void chain_tokenMadeAndUsedInOneBatch_startsWithItsMaking() {
    commitTogether(make(fresh(1)), use(id(1)), make(fresh(2)), look(id(1)))
        .forEach(LedgerHarness::get);
    assertThat(chains()).isEqualTo(Map.of(ONE, 3L, TWO, 1L));
  }

  @Test
  void chain_wholeLifeOfATokenAndItsSuccessor() {
    Subscriber taro = subscriber("taro");
    commit(make(fresh(1)));
    commit(make(enrolled(1, taro)));
    commit(use(id(1)));
    commit(make(retired(1), enrolled(2, taro)));
    reopen();
    commit(make(retired(1).withoutSeed()));
    commit(look(id(2)));
    assertThat(chains()).isEqualTo(Map.of(ONE, 5L, TWO, 2L));
  }

  @Test
  void chain_repeatedRequest_addsNothing() {
    commit(make(fresh(1)));
    TestChange change = use(id(1)).as(request("r", 1));
    commitTogether(change, change, use(id(1))).forEach(LedgerHarness::get);
    commit(change);
    reopen();
    commit(change);
    commit(use(id(1)));
    assertThat(chains()).isEqualTo(Map.of(ONE, 4L));
  }

  @Test
  void chain_changesThatFailAlone_leaveNoTrace() {
    commit(make(fresh(1)));
    Change unnamed = change(List.of(id(1)), fresh(2));
    Change tooLarge = log(EventKind.KEY_USED, TokenLedgerChainContract::tooLarge);
    var futures =
        commitTogether(
            use(id(1)), unnamed, failing(new StaleException()), tooLarge, look(id(1)), use(id(1)));
    get(futures.get(0));
    assertThat(failureOf(futures.get(1))).isInstanceOf(IllegalArgumentException.class);
    assertThat(failureOf(futures.get(2))).isInstanceOf(StaleException.class);
    assertThat(failureOf(futures.get(3))).isInstanceOf(IllegalArgumentException.class);
    get(futures.get(5));
    assertThat(chains()).isEqualTo(Map.of(ONE, 4L));
  }

  /** About token 1, and larger than the log has room for. */
  private static AuditEvent.Builder tooLarge(AuditEvent.Builder event) {
    for (EventField field : EventField.values()) {
      if (field.type() == EventField.Type.TEXT) {
        event.with(field, "x".repeat(AuditEvent.MAX_FIELD));
      }
    }
    return event.with(EventField.TOKEN, ONE);
  }

  @Test
  void chain_changeThatBreaksARule_leavesNoTraceWhenTheBatchIsRepeated() {
    Subscriber taro = subscriber("taro");
    commit(make(enrolled(1, taro)));
    Change second = change(List.of(id(1), id(2), id(1)), enrolled(2, taro));
    var futures = commitTogether(use(id(1)), look(id(1)), second, make(fresh(3)), use(id(1)));
    assertThat(failureOf(futures.get(2))).isInstanceOf(IllegalStateException.class);
    get(futures.get(4));
    commit(use(id(1)));
    assertThat(chains()).isEqualTo(Map.of(ONE, 5L, id(3).value(), 1L));
    reopen();
    commit(look(id(1)));
    assertThat(chains()).isEqualTo(Map.of(ONE, 6L, id(3).value(), 1L));
  }

  @Test
  void chain_eventAboutATokenThatThereIsNot_failsAlone() {
    commit(make(fresh(1)));
    var futures =
        commitTogether(use(id(1)), change(List.of(id(1), id(7))), look(id(8)), use(id(1)));
    assertThat(failureOf(futures.get(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(id(7).value());
    assertThat(failureOf(futures.get(2))).isInstanceOf(IllegalStateException.class);
    get(futures.get(3));
    assertThat(chains()).isEqualTo(Map.of(ONE, 3L));
  }

  @Test
  void chain_eventAboutATokenThatItsChangeDidNotName_isChained() {
    commit(make(fresh(1)));
    TestChange unnamed = ChainChange.events(Set.of(), id(1));
    commit(unnamed);
    commitTogether(unnamed, look(id(1)), use(id(1)), unnamed).forEach(LedgerHarness::get);
    reopen();
    commit(unnamed);
    assertThat(chains()).isEqualTo(Map.of(ONE, 7L));
  }

  @Test
  void chain_eventsOfKeysWithoutAToken_goByTheirLabel() {
    TestChange kek =
        log(EventKind.KEY_ACTIVATED, event -> event.with(EventField.KEY, "kagiban-kek-1"));
    TestChange refused = log(EventKind.REQUEST_REFUSED, event -> event.with(EventField.TOKEN, TWO));
    TestChange login = log(EventKind.HSM_LOGIN, event -> event);
    commit(kek);
    commitTogether(kek, refused, kek, login).forEach(LedgerHarness::get);
    reopen();
    commit(kek);
    assertThat(chains()).isEqualTo(Map.of("kagiban-kek-1", 4L));
    assertThat(events()).as("with the gate's own").hasSize(7);
  }

  @Test
  void chain_manyAtOnce_staysOne() {
    commit(make(fresh(0), fresh(1), fresh(2)));
    List<List<CompletableFuture<Committed>>> all =
        IntStream.range(0, 8).parallel().mapToObj(this::hundred).toList();
    all.forEach(mine -> mine.forEach(LedgerHarness::get));
    Map<String, Long> chains = chains();
    assertThat(chains).hasSize(3);
    assertThat(chains.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(803);
  }

  private List<CompletableFuture<Committed>> hundred(int seed) {
    Random random = new Random(seed);
    List<CompletableFuture<Committed>> futures = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      TokenId token = id(random.nextInt(3));
      futures.add(ledger().submit(random.nextBoolean() ? use(token) : look(token)));
    }
    return futures;
  }
}
