package org.kagiban.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.kagiban.verification.OverloadedException;
import org.kagiban.verification.UnavailableException;

class PatienceTest {
  private final List<Duration> waits = new ArrayList<>();
  private final Patience patience = new Patience(waits::add);

  @Test
  void of_queueFullThreeTimes_waitsLongerEachTimeAndGetsThrough() {
    AtomicInteger tries = new AtomicInteger();
    String result =
        patience.of(
            () ->
                tries.incrementAndGet() <= 3
                    ? CompletableFuture.failedFuture(new OverloadedException("HSM"))
                    : CompletableFuture.completedFuture("done"));
    assertThat(result).isEqualTo("done");
    assertThat(waits)
        .containsExactly(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(40));
  }

  @Test
  void of_queueFullForEver_givesUpInAboutHalfAMinute() {
    assertThatThrownBy(
            () ->
                patience.of(() -> CompletableFuture.failedFuture(new OverloadedException("store"))))
        .isInstanceOf(OverloadedException.class);
    assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(45));
  }

  @Test
  void of_hsmLost_failsAtOnce() {
    UnavailableException lost =
        new UnavailableException(UnavailableException.Part.HSM_UNAVAILABLE, "lost");
    assertThatThrownBy(() -> patience.of(() -> CompletableFuture.failedFuture(lost)))
        .isSameAs(lost);
    assertThat(waits).isEmpty();
  }

  @Test
  void await_failureWrappedTwice_throwsWhatWasThrownFirst() {
    OverloadedException first = new OverloadedException("HSM");
    CompletableFuture<String> failed =
        CompletableFuture.failedFuture(new CompletionException(new CompletionException(first)));
    assertThatThrownBy(() -> Patience.await(failed)).isSameAs(first);
  }

  @Test
  void rest_interrupted_stopsAndStaysInterrupted() {
    Patience interrupted =
        new Patience(
            wait -> {
              throw new InterruptedException();
            });
    assertThatThrownBy(() -> interrupted.rest(Duration.ofSeconds(1)))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
