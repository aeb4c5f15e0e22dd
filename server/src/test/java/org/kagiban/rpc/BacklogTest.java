package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How many calls are let in. */
final class BacklogTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AtomicLong now = new AtomicLong();
  private final Backlog backlog = new Backlog(now::get);

  @Test
  void enter_beforeThePaceIsKnown_isLetIn() {
    assertThat(entered(10_000, 1)).isEqualTo(10_000);
  }

  @Test
  void enter_whereItWouldWaitTooLong_isRefusedUntilOthersAreAnswered() {
    paceIsAMillisecond();
    long most = Duration.ofMillis(800).toNanos();
    int already = backlog.underWay();
    assertThat(entered(10_000, most)).isBetween(795 - already, 805 - already);
    backlog.answered();
    backlog.answered();
    assertThat(backlog.enter(most)).isTrue();
  }

  @Test
  void enter_ofAShorterDeadline_isRefusedEarlier() {
    paceIsAMillisecond();
    entered(10_000, Duration.ofMillis(700).toNanos());
    assertThat(backlog.enter(Duration.ofMillis(650).toNanos())).isFalse();
    assertThat(backlog.enter(Duration.ofMillis(750).toNanos())).isTrue();
  }

  @Test
  void enter_fewUnderWay_isLetInHoweverSlow() {
    paceIsAMillisecond();
    while (backlog.underWay() > 0) {
      backlog.gone();
    }
    assertThat(entered(1000, 1)).isEqualTo(Backlog.ALWAYS);
  }

  @Test
  void gone_saysNothingOfThePace() {
    paceIsAMillisecond();
    long most = SECOND;
    entered(10_000, most);
    for (int i = 0; i < 100; i++) {
      now.addAndGet(Duration.ofMillis(1).toNanos());
      backlog.gone();
    }
    assertThat(entered(10_000, most)).isEqualTo(100);
  }

  /** One was counted, and waited for its turn while another ended the window with both in it. */
  @Test
  void answered_whileAnotherEndsTheWindow_isNotCountedTwice() {
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    Backlog shared =
        new Backlog(
            () -> {
              meanwhile.getAndSet(() -> {}).run();
              return now.addAndGet(SECOND);
            });
    for (int i = 0; i < Backlog.ALWAYS; i++) {
      shared.enter(SECOND);
    }
    shared.answered();
    meanwhile.set(shared::answered);
    shared.answered();
    assertThatCode(shared::answered).doesNotThrowAnyException();
  }

  private void paceIsAMillisecond() {
    entered(2 * Backlog.ALWAYS, SECOND);
    for (int i = 0; i < 1000; i++) {
      now.addAndGet(Duration.ofMillis(1).toNanos());
      backlog.answered();
      backlog.enter(SECOND);
    }
  }

  private int entered(int calls, long mostNanos) {
    int in = 0;
    for (int i = 0; i < calls; i++) {
      in += backlog.enter(mostNanos) ? 1 : 0;
    }
    return in;
  }
}
