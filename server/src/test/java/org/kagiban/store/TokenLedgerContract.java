package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagiban.store.TestChange.advance;
import static org.kagiban.store.TestChange.request;
import static org.kagiban.store.TestChange.write;
import static org.kagiban.store.Tokens.BANK;
import static org.kagiban.store.Tokens.NOW;
import static org.kagiban.store.Tokens.OTHER_BANK;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;
import static org.kagiban.store.Tokens.retired;
import static org.kagiban.store.Tokens.subscriber;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.EventId;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.SeedRef;
import org.kagiban.token.TemporaryCode;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.TokenState;
import org.kagiban.token.Validity;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Change;
import org.kagiban.verification.Decision;
import org.kagiban.verification.RequestIdReusedException;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TokenLedger.Committed;
import org.kagiban.verification.UnavailableException;

/** What every engine's ledger does. */
abstract class TokenLedgerContract extends TokenLedgerBatchContract {
  private static Token full(@Nullable TemporaryCode code) {
    return new Token(
        id(1),
        BANK,
        new TokenProfile(OtpType.TOTP, HashAlgorithm.SHA512, 8, 60),
        new Validity(NOW.minusSeconds(5), NOW.plusSeconds(5)),
        new SeedRef("seed"),
        new byte[] {8, 7, 6, 5, 4, 3, 2, 1},
        NOW,
        new TokenState(
            false,
            true,
            subscriber("契約-1"),
            NOW.plusSeconds(1),
            58_000_000,
            58_000_007,
            -3,
            10,
            NOW,
            code));
  }

  @Test
  void find_unknownToken_isNull() {
    assertThat(find(id(1))).isNull();
  }

  @Test
  void find_tokenWithEveryFieldSet_isAsWritten() {
    Token token = full(null);
    commit(write(token));
    reopen();
    assertThat(find(id(1))).isEqualTo(token);
  }

  @Test
  void find_tokenWithNothingOptional_isAsWritten() {
    TokenProfile hotp = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA256, 6, 0);
    Token token =
        new Token(
            id(1), BANK, hotp, Validity.ALWAYS, null, new byte[8], NOW, TokenState.startingAt(9));
    commit(write(token));
    reopen();
    assertThat(find(id(1))).isEqualTo(token);
  }

  @Test
  void find_temporaryCode_isAsWritten() {
    commit(write(full(new TemporaryCode(new byte[] {1, 2}, new byte[] {3}, 4, NOW))));
    reopen();
    TemporaryCode code =
        Objects.requireNonNull(Objects.requireNonNull(find(id(1))).state().temporaryCode());
    assertThat(code.salt()).containsExactly(1, 2);
    assertThat(code.hash()).containsExactly(3);
    assertThat(code.usesLeft()).isEqualTo(4);
    assertThat(code.expiresAt()).isEqualTo(NOW);
  }

  @Test
  void submit_timeFinerThanMicroseconds_isSeenTruncatedByTheNextChange() {
    Instant fine = Instant.parse("2026-11-22T09:30:00.123456789Z");
    Token token = fresh(1);
    Token written =
        new Token(
            token.id(),
            token.institution(),
            token.profile(),
            token.validity(),
            token.seed(),
            token.kcv(),
            fine,
            token.state());
    Committed committed = commit(write(written));
    assertThat(committed.writes()).containsExactly(fresh(1)).containsExactly(find(id(1)));
  }

  @Test
  void submit_everyChangeOfAWrittenToken_replacesTheRow() {
    commit(write(full(new TemporaryCode(new byte[] {1}, new byte[] {2}, 3, NOW))));
    Token next = retired(1).withoutSeed();
    commit(write(next));
    assertThat(find(id(1))).isEqualTo(next);
  }

  @Test
  void submit_equalRequestInALaterBatch_getsTheFirstAnswer() {
    commit(write(fresh(1)));
    Committed first = commit(advance(id(1)).as(request("r", 1)));
    Committed second = commit(advance(id(1)).as(request("r", 1)));
    assertThat(first.repeated()).isFalse();
    assertRepeats(second, first);
    assertThat(watermark(id(1))).isEqualTo(1);
  }

  @Test
  void submit_equalRequestAfterReopening_getsTheFirstAnswer() {
    commit(write(fresh(1)));
    EventId event = EventId.at(NOW);
    Answer told = new Answer(Verdict.REPLAYED, event, id(1), 7, 12, -2, new byte[] {4, 5});
    Decision decision = new Decision(told, List.of(), List.of(TestChange.event()));
    Change change = new TestChange(request("r", 1), Set.of(), Set.of(), view -> decision);
    Committed first = commit(change);
    reopen();
    Committed second = commit(advance(id(1)).as(request("r", 1)));
    assertRepeats(second, first);
    assertThat(watermark(id(1))).isZero();
  }

  @Test
  void submit_sameRequestIdWithAnotherBody_isRefused() {
    commit(write(fresh(1)));
    commit(advance(id(1)).as(request("r", 1)));
    assertThat(failureOf(ledger().submit(advance(id(1)).as(request("r", 2)))))
        .isInstanceOf(RequestIdReusedException.class);
    assertThat(watermark(id(1))).isEqualTo(1);
  }

  @Test
  void list_pages_areCompleteOrderedAndOfOneInstitution() {
    List<Token> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      expected.add(fresh(i));
      commit(write(fresh(i), Tokens.in(OTHER_BANK, 100 + i)));
    }
    List<Token> listed = new ArrayList<>();
    TokenId after = null;
    List<Token> page = get(ledger().list(BANK, after, 3));
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(3);
      listed.addAll(page);
      after = listed.get(listed.size() - 1).id();
      page = get(ledger().list(BANK, after, 3));
    }
    assertThat(listed).isEqualTo(expected);
  }

  @Test
  void list_limitOutOfRange_isRefused() {
    assertThatThrownBy(() -> ledger().list(BANK, null, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger().list(BANK, null, 1001))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void retiredWithSeed_tellsTheSeedsStillToBeDestroyed() {
    commit(write(fresh(1), retired(2), retired(3).withoutSeed(), retired(4), retired(5)));
    assertThat(get(ledger().retiredWithSeed(2))).containsExactly(retired(2), retired(4));
    commit(write(retired(2).withoutSeed()));
    assertThat(get(ledger().retiredWithSeed(10))).containsExactly(retired(4), retired(5));
  }

  @Test
  void close_changesThatWait_areCommittedAndAnswered() {
    List<CompletableFuture<Committed>> futures = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      futures.add(ledger().submit(write(fresh(i))));
    }
    close();
    assertThat(futures).allSatisfy(each -> assertThat(each).isCompleted());
    reopen();
    assertThat(get(ledger().list(BANK, null, 1000))).hasSize(200);
  }

  @Test
  void submit_afterClose_isUnavailable() {
    TokenLedger closed = ledger();
    close();
    assertThat(failureOf(closed.submit(write(fresh(1))))).isInstanceOf(UnavailableException.class);
    assertThat(failureOf(closed.find(id(1)))).isInstanceOf(UnavailableException.class);
  }
}
