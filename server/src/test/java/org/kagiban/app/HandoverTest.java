package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.log.MemoryEvents;
import org.kagiban.audit.log.MemoryLog;
import org.kagiban.audit.log.Sequencer;
import org.kagiban.audit.log.SigningTurn;
import org.kagiban.audit.note.LosableSigner;
import org.kagiban.audit.note.NoteSigner;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.tree.Hash;

/** Two servers over one log. Their threads are not started, and time stands still. */
class HandoverTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final MemoryEvents events = MemoryEvents.of(10);
  private final MemoryLog store = new MemoryLog();
  private final TestSigner key = TestSigner.of("log.example");
  private final Row row = new Row();
  private final Server one = new Server();
  private final Server two = new Server();

  /** The database's: whose turn it is, and what was noted. */
  private static final class Row {
    @Nullable Object holder;
    SigningTurn.@Nullable Noted noted;
  }

  private final class Turn implements SigningTurn {
    @Override
    public Taken take() {
      if (row.holder == this) {
        return Taken.KEPT;
      }
      if (row.holder != null) {
        return Taken.NO;
      }
      row.holder = this;
      return Taken.ANEW;
    }

    @Override
    public @Nullable Noted newest() {
      return row.noted;
    }

    @Override
    public boolean note(long size, Hash root) {
      row.noted = new Noted(size, root);
      return row.holder == this;
    }

    @Override
    public boolean letGo() {
      boolean mine = row.holder == this;
      row.holder = mine ? null : row.holder;
      return mine;
    }

    @Override
    public void close() {
      letGo();
    }
  }

  private final class Server {
    final Turn turn = new Turn();
    final LogPublisher publisher = new LogPublisher(this::open, turn, note -> {}, nanos::get);
    boolean hsmLost;
    boolean hasKey = true;

    private @Nullable Sequencer open() {
      NoteSigner signer = new LosableSigner(key, () -> hsmLost);
      return !hasKey ? null : Sequencer.open(events, store, signer, Set.of(), turn);
    }
  }

  @BeforeEach
  void oneSigns() {
    one.publisher.look();
    two.publisher.look();
  }

  /** Both look every second. */
  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
      one.publisher.look();
      two.publisher.look();
    }
  }

  @Test
  void hsmLost_ofTheServerThatSigns_theOtherSignsAndBothAreWell() throws Exception {
    one.hsmLost = true;
    events.add(1);
    pass(2);
    assertThat(store.signedSize(key)).isEqualTo(10);
    pass(3);
    assertThat(store.signedSize(key)).isEqualTo(11);
    pass(20);
    assertThat(one.publisher.getAsBoolean()).isTrue();
    assertThat(two.publisher.getAsBoolean()).isTrue();
    events.add(1);
    pass(1);
    assertThat(store.signedSize(key)).isEqualTo(12);
  }

  @Test
  void hsmLost_ofBoth_bothAreUnwellThoughTheTurnGoesRound() throws Exception {
    one.hsmLost = true;
    two.hsmLost = true;
    events.add(1);
    pass(20);
    for (int second = 0; second < 20; second++) {
      assertThat(one.publisher.getAsBoolean()).isFalse();
      assertThat(two.publisher.getAsBoolean()).isFalse();
      pass(1);
    }
    two.hsmLost = false;
    pass(6);
    assertThat(store.signedSize(key)).isEqualTo(11);
    pass(1);
    assertThat(one.publisher.getAsBoolean()).isTrue();
    assertThat(two.publisher.getAsBoolean()).isTrue();
  }

  @Test
  void noKey_inTheServerThatHasTheTurn_theOtherSigns() throws Exception {
    one.turn.letGo();
    two.hasKey = false;
    two.publisher.look();
    events.add(1);
    pass(2);
    assertThat(row.holder).isSameAs(two.turn);
    pass(3);
    assertThat(store.signedSize(key)).isEqualTo(11);
    assertThat(row.holder).isSameAs(one.turn);
    assertThat(two.publisher.getAsBoolean()).isTrue();
  }

  @Test
  void hsmLost_forAMoment_theServerKeepsTheTurn() throws Exception {
    one.hsmLost = true;
    events.add(1);
    pass(2);
    one.hsmLost = false;
    pass(1);
    assertThat(store.signedSize(key)).isEqualTo(11);
    assertThat(row.holder).isSameAs(one.turn);
  }
}
