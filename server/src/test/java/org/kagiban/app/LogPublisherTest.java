package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.log.LogRefusedException;
import org.kagiban.audit.log.MemoryEvents;
import org.kagiban.audit.log.MemoryLog;
import org.kagiban.audit.log.Sequencer;
import org.kagiban.audit.log.SigningTurn;
import org.kagiban.audit.note.LosableSigner;
import org.kagiban.audit.note.NoteSigner;
import org.kagiban.audit.note.TestSigner;

/** By hand: its own thread is not started, and time stands still unless it is moved. */
class LogPublisherTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final MemoryEvents events = MemoryEvents.of(10);
  private final MemoryLog store = new MemoryLog();
  private final TestSigner first = TestSigner.of("log.example");
  private @Nullable NoteSigner key = first;
  private boolean hsmLost;

  private final LogPublisher publisher =
      new LogPublisher(this::open, SigningTurn.ALONE, note -> {}, nanos::get);

  private @Nullable Sequencer open() {
    NoteSigner signer = key;
    return signer == null
        ? null
        : Sequencer.open(events, store, new LosableSigner(signer, () -> hsmLost));
  }

  /** As {@code start} does, without the thread. */
  private void opened() {
    publisher.keysChanged();
    publisher.look();
  }

  private void pass(int seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void look_signsWhatWasCommitted() throws Exception {
    opened();
    assertThat(store.signedSize(first)).isEqualTo(10);
    events.add(5);
    publisher.look();
    assertThat(store.signedSize(first)).isEqualTo(15);
    assertThat(publisher.published()).isPresent();
  }

  @Test
  void health_unsignedForTenSecondsThoughThereIsAKey_isNotWellUntilSigned() throws Exception {
    opened();
    hsmLost = true;
    events.add(1);
    publisher.look();
    pass(9);
    publisher.look();
    assertThat(publisher.getAsBoolean()).isTrue();
    pass(2);
    publisher.look();
    assertThat(publisher.getAsBoolean()).isFalse();
    hsmLost = false;
    publisher.look();
    assertThat(publisher.getAsBoolean()).isTrue();
    assertThat(store.signedSize(first)).isEqualTo(11);
  }

  @Test
  void health_threadThatDoesNotComeBack_isNotWell() {
    opened();
    pass(11);
    assertThat(publisher.getAsBoolean()).isFalse();
  }

  @Test
  void health_withoutAKey_isWell_andSigningBeginsWhenTheCeremonyMadeIt() throws Exception {
    key = null;
    opened();
    pass(100);
    publisher.look();
    assertThat(publisher.getAsBoolean()).isTrue();
    assertThat(store.checkpoint()).isNull();
    key = first;
    publisher.keysChanged();
    publisher.look();
    assertThat(store.signedSize(first)).isEqualTo(10);
    assertThat(publisher.getAsBoolean()).isTrue();
  }

  @Test
  void key_thatCameFromElsewhere_isFoundWithinHalfAMinute() throws Exception {
    key = null;
    opened();
    key = first;
    publisher.look();
    assertThat(store.checkpoint()).isNull();
    pass(30);
    publisher.look();
    assertThat(store.signedSize(first)).isEqualTo(10);
  }

  @Test
  void key_replacedOnALiveServer_isNotUsedUntilTheOldOneIsListed() throws Exception {
    opened();
    TestSigner second = TestSigner.of("log.example");
    key = second;
    events.add(1);
    opened();
    assertThat(store.signedSize(first)).isEqualTo(10);
    pass(11);
    publisher.look();
    assertThat(publisher.getAsBoolean()).isFalse();
    assertThat(store.signedSize(first)).isEqualTo(10);
  }

  @Test
  void start_logThatDoesNotFit_isRefused() {
    opened();
    events.rows.remove(9);
    LogPublisher next = new LogPublisher(this::open, SigningTurn.ALONE, note -> {}, nanos::get);
    assertThatThrownBy(next::start).isInstanceOf(LogRefusedException.class);
    next.close();
  }

  @Test
  void close_signsTheLastEvents() throws Exception {
    opened();
    events.add(3);
    publisher.close();
    assertThat(store.signedSize(first)).isEqualTo(13);
  }
}
