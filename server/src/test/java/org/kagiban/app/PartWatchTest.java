package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PartWatchTest {
  private final AtomicBoolean sound = new AtomicBoolean(true);
  private final List<CompletableFuture<Void>> questions = new ArrayList<>();
  private final PartWatch watch =
      new PartWatch(
          sound::get,
          () -> {
            questions.add(new CompletableFuture<>());
            return questions.get(questions.size() - 1);
          });

  @Test
  void look_partThatSaysItIsLost_countsAsLostAtOnce() {
    assertThat(watch.getAsBoolean()).isTrue();
    sound.set(false);
    assertThat(watch.getAsBoolean()).isFalse();
  }

  @Test
  void look_questionThatFails_countsAsLostUntilOneIsAnswered() {
    assertThat(watch.getAsBoolean()).isTrue();
    questions.get(0).completeExceptionally(new IllegalStateException("lost"));
    assertThat(watch.getAsBoolean()).isFalse();
    questions.get(1).complete(null);
    assertThat(watch.getAsBoolean()).isTrue();
  }

  @Test
  void look_noAnswerForThreeLooks_countsAsLostAndAsksOnlyOnce() {
    for (int look = 0; look < 3; look++) {
      assertThat(watch.getAsBoolean()).isTrue();
    }
    assertThat(watch.getAsBoolean()).isFalse();
    assertThat(questions).hasSize(1);
    questions.get(0).complete(null);
    assertThat(watch.getAsBoolean()).isTrue();
  }

  @Test
  void watched_tellsLossAndReturnOnce() {
    List<String> told = new ArrayList<>();
    AtomicBoolean part = new AtomicBoolean(true);
    Watched watched = new Watched(part::get, () -> told.add("lost"), () -> told.add("back"));
    assertThat(watched.getAsBoolean()).isTrue();
    part.set(false);
    assertThat(watched.getAsBoolean()).isFalse();
    assertThat(watched.getAsBoolean()).isFalse();
    part.set(true);
    assertThat(watched.getAsBoolean()).isTrue();
    assertThat(told).containsExactly("lost", "back");
  }
}
