package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.store.TestChange.advance;
import static org.kagiban.store.TestChange.decided;
import static org.kagiban.store.TestChange.failing;
import static org.kagiban.store.TestChange.request;
import static org.kagiban.store.TestChange.write;
import static org.kagiban.store.Tokens.enrolled;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;
import static org.kagiban.store.Tokens.retired;
import static org.kagiban.store.Tokens.subscriber;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenState;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Change;
import org.kagiban.verification.Decision;
import org.kagiban.verification.RequestIdReusedException;
import org.kagiban.verification.StaleException;
import org.kagiban.verification.TokenLedger.Committed;

/** What every engine's ledger does with changes that share a transaction or break its rules. */
abstract class TokenLedgerBatchContract extends TokenLedgerChainContract {
  @Test
  void submit_changesOfOneTokenInOneBatch_seeEachOther() {
    commit(write(fresh(1)));
    var futures = commitTogether(advance(id(1)), advance(id(1)), advance(id(1)));
    List<Long> seen =
        futures.stream().map(each -> get(each).writes().get(0).state().watermark()).toList();
    assertThat(seen).containsExactly(1L, 2L, 3L);
    assertThat(watermark(id(1))).isEqualTo(3);
    reopen();
    assertThat(watermark(id(1))).isEqualTo(3);
  }

  @Test
  void submit_tokenMadeInTheSameBatch_isSeenByTheNextChange() {
    var futures = commitTogether(write(fresh(1)), advance(id(1)));
    futures.forEach(LedgerHarness::get);
    assertThat(watermark(id(1))).isEqualTo(1);
  }

  @Test
  void submit_equalRequestInTheSameBatch_getsTheFirstAnswer() {
    commit(write(fresh(1)));
    TestChange change = advance(id(1)).as(request("r", 1));
    var futures = commitTogether(change, change);
    assertRepeats(get(futures.get(1)), get(futures.get(0)));
    assertThat(watermark(id(1))).isEqualTo(1);
    assertThat(events()).hasSize(3);
  }

  @Test
  void submit_sameRequestIdWithAnotherBodyInOneBatch_isRefused() {
    commit(write(fresh(1)));
    var futures =
        commitTogether(advance(id(1)).as(request("r", 1)), advance(id(1)).as(request("r", 2)));
    assertThat(get(futures.get(0)).repeated()).isFalse();
    assertThat(failureOf(futures.get(1))).isInstanceOf(RequestIdReusedException.class);
  }

  @Test
  void submit_staleChange_failsAloneAndWritesNothing() {
    commit(write(fresh(1)));
    var futures =
        commitTogether(
            advance(id(1)),
            failing(new StaleException()).as(request("stale", 1)),
            advance(id(1)),
            advance(id(1)).as(request("stale", 1)));
    assertThat(failureOf(futures.get(1))).isInstanceOf(StaleException.class);
    assertThat(get(futures.get(2)).writes().get(0).state().watermark()).isEqualTo(2);
    assertThat(get(futures.get(3)).repeated()).isFalse();
    assertThat(watermark(id(1))).isEqualTo(3);
    assertThat(events()).hasSize(5);
  }

  @Test
  void submit_secondTokenOfASubscriber_failsAlone() {
    Subscriber taro = subscriber("taro");
    var futures =
        commitTogether(
            write(enrolled(1, taro)), write(enrolled(2, taro)), write(fresh(3)), advance(id(1)));
    assertThat(failureOf(futures.get(1))).isInstanceOf(IllegalStateException.class);
    assertThat(get(futures.get(0)).writes()).hasSize(1);
    assertThat(find(id(2))).isNull();
    assertThat(find(id(3))).isEqualTo(fresh(3));
    assertThat(watermark(id(1))).isEqualTo(1);
    assertThat(events()).hasSize(4);
  }

  @Test
  void submit_tokenThatNoRowCanHold_failsAlone() {
    TokenState enrolledWithoutTime =
        new TokenState(false, false, subscriber("x"), null, 0, 0, 0, 0, null, null);
    var futures =
        commitTogether(write(fresh(1)), write(fresh(2).with(enrolledWithoutTime)), write(fresh(3)));
    get(futures.get(0));
    assertThat(failureOf(futures.get(1))).isInstanceOf(IllegalStateException.class);
    get(futures.get(2));
    assertThat(find(id(2))).isNull();
  }

  @Test
  void submit_eventThatIsThereAlready_failsAloneWithItsToken() {
    AuditEvent event = TestChange.event();
    Answer answer = Answer.plain(Verdict.ACCEPTED, event.id(), null);
    Decision decision = new Decision(answer, List.of(fresh(1)), List.of(event));
    Change change = new TestChange(null, Set.of(id(1)), Set.of(), view -> decision);
    commit(
        new TestChange(
            null, Set.of(), Set.of(), view -> new Decision(answer, List.of(), List.of(event))));
    assertThat(failureOf(ledger().submit(change))).isInstanceOf(IllegalStateException.class);
    assertThat(find(id(1))).isNull();
    assertThat(events()).hasSize(1);
  }

  @Test
  void submit_writeOfATokenThatWasNotNamed_failsAlone() {
    commit(write(fresh(1)));
    Change change =
        new TestChange(null, Set.of(id(2)), Set.of(), view -> decided(retired(1), fresh(2)));
    assertThat(failureOf(ledger().submit(change))).isInstanceOf(IllegalArgumentException.class);
    assertThat(find(id(1))).isEqualTo(fresh(1));
    assertThat(find(id(2))).isNull();
  }

  @Test
  void submit_tokenFoundByItsSubscriber_canBeWritten() {
    Subscriber taro = subscriber("taro");
    commit(write(enrolled(1, taro)));
    Change change =
        new TestChange(
            null,
            Set.of(),
            Set.of(taro),
            view -> decided(Objects.requireNonNull(view.tokenOf(taro)).with(TokenState.NEW)));
    commit(change);
    assertThat(find(id(1))).isEqualTo(fresh(1));
    assertThat(get(ledger().findBySubscriber(taro))).isNull();
  }

  @Test
  void submit_subscriberMovesToAnotherTokenInOneChange() {
    Subscriber taro = subscriber("taro");
    commit(write(enrolled(2, taro), fresh(1)));
    commit(write(enrolled(1, taro), retired(2)));
    assertThat(get(ledger().findBySubscriber(taro))).isEqualTo(enrolled(1, taro));
    commit(write(enrolled(3, taro), retired(1)));
    assertThat(get(ledger().findBySubscriber(taro))).isEqualTo(enrolled(3, taro));
  }

  @Test
  void submit_subscribersSwapTokensInOneBatch() {
    Subscriber taro = subscriber("taro");
    Subscriber hana = subscriber("hana");
    commit(write(enrolled(1, taro), enrolled(2, hana)));
    commit(write(enrolled(1, hana), enrolled(2, taro)));
    assertThat(get(ledger().findBySubscriber(taro))).isEqualTo(enrolled(2, taro));
    assertThat(get(ledger().findBySubscriber(hana))).isEqualTo(enrolled(1, hana));
  }

  @Test
  void submit_subscriberMovesWithinOneBatch_isSeenWhereItIs() {
    Subscriber taro = subscriber("taro");
    commit(write(enrolled(1, taro)));
    List<@Nullable Token> seen = new ArrayList<>();
    Change look =
        new TestChange(
            null,
            Set.of(),
            Set.of(taro),
            view -> {
              seen.add(view.tokenOf(taro));
              return decided();
            });
    var futures =
        commitTogether(look, write(fresh(1)), look, write(enrolled(2, taro)).naming(taro), look);
    futures.forEach(LedgerHarness::get);
    assertThat(seen).containsExactly(enrolled(1, taro), null, enrolled(2, taro));
  }

  @Test
  void submit_events_areDenseInCommitOrderAndByteIdentical() {
    List<byte[]> expected = new ArrayList<>();
    List<CompletableFuture<Committed>> futures = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      List<AuditEvent> events = List.of(TestChange.event(), TestChange.event());
      events.forEach(event -> expected.add(EventEncoding.encode(event)));
      Answer answer = Answer.plain(Verdict.ACCEPTED, events.get(0).id(), null);
      Decision decision = new Decision(answer, List.of(), events);
      futures.add(ledger().submit(new TestChange(null, Set.of(), Set.of(), view -> decision)));
    }
    futures.forEach(LedgerHarness::get);
    assertThat(events()).usingElementComparator(java.util.Arrays::compare).isEqualTo(expected);
    reopen();
    commit(failingThenGood());
    assertThat(events()).hasSize(601);
  }

  private TestChange failingThenGood() {
    assertThat(failureOf(ledger().submit(failing(new StaleException())))).isNotNull();
    return new TestChange(null, Set.of(), Set.of(), view -> decided());
  }
}
