package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.log.LogRefusedException;
import org.kagiban.audit.log.MemoryEvents;
import org.kagiban.audit.log.MemoryLog;
import org.kagiban.audit.log.Sequencer;
import org.kagiban.audit.log.SigningTurn.Noted;
import org.kagiban.audit.log.SigningTurn.Taken;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tree.Hash;

/** One server at a time signs; one that stood still publishes nothing (invariant append-only). */
final class PostgresTurnTest {
  private static final StoreLocation.Postgres DATABASE = PostgresTestServer.get().database();

  private final PostgresTurn one = turn();
  private final PostgresTurn two = turn();

  private static PostgresTurn turn() {
    return new PostgresTurn(new PostgresConnections(DATABASE));
  }

  private static Hash hash(int number) {
    byte[] bytes = new byte[Hash.SIZE];
    bytes[0] = (byte) number;
    return Hash.of(bytes);
  }

  /** As time does, where the holder says nothing. */
  private static void runOut() {
    PostgresTestServer.execute(
        DATABASE, "UPDATE log_turn SET expires_at = now() - interval '1 second'");
  }

  @BeforeEach
  void migrate() {
    PostgresDatabase.open(DATABASE).close();
    PostgresTestServer.empty(DATABASE);
    runOut();
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void take_onlyOneHasIt_andKeepsIt() throws IOException {
    assertThat(one.take()).isEqualTo(Taken.ANEW);
    assertThat(two.take()).isEqualTo(Taken.NO);
    assertThat(one.take()).isEqualTo(Taken.KEPT);
    assertThat(two.take()).isEqualTo(Taken.NO);
  }

  @Test
  void close_letsTheOtherHaveItAtOnce() throws IOException {
    one.take();
    one.close();
    assertThat(two.take()).isEqualTo(Taken.ANEW);
  }

  @Test
  void letGo_othersMayHaveIt_andSoMayThisOneAgain() throws IOException {
    assertThat(one.letGo()).as("it is nobody's").isFalse();
    one.take();
    assertThat(two.letGo()).as("it is another's").isFalse();
    assertThat(two.take()).isEqualTo(Taken.NO);
    assertThat(one.letGo()).isTrue();
    assertThat(one.note(1, hash(1))).isFalse();
    assertThat(two.take()).isEqualTo(Taken.ANEW);
    two.letGo();
    assertThat(one.take()).isEqualTo(Taken.ANEW);
  }

  @Test
  void take_holderSaysNothing_passesOn_andTheFormerHolderNotesNothing() throws IOException {
    one.take();
    assertThat(one.note(10, hash(1))).isTrue();
    runOut();
    assertThat(two.take()).isEqualTo(Taken.ANEW);
    assertThat(one.note(11, hash(2))).isFalse();
    assertThat(one.take()).isEqualTo(Taken.NO);
    assertThat(two.newest()).isEqualTo(new Noted(10, hash(1)));
  }

  @Test
  void take_ranOutAndNobodyElseTookIt_isStillKept() throws IOException {
    one.take();
    runOut();
    assertThat(one.take()).isEqualTo(Taken.KEPT);
  }

  @Test
  void note_neverGoesBack_andNeverGivesASizeTwoRoots() throws IOException {
    assertThat(one.newest()).isNull();
    assertThat(one.note(1, hash(1))).as("without the turn").isFalse();
    one.take();
    assertThat(one.note(10, hash(1))).isTrue();
    assertThat(one.note(10, hash(1))).as("again").isTrue();
    assertThat(one.note(10, hash(2))).isFalse();
    assertThat(one.note(9, hash(1))).isFalse();
    assertThat(one.note(11, hash(3))).isTrue();
  }

  @Test
  void take_connectionLost_goesOnOverAnother() throws IOException {
    one.take();
    PostgresTestServer.get()
        .execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'kagiban'");
    assertThat(one.take()).isEqualTo(Taken.KEPT);
  }

  @Test
  void step_ofAServerThatStoodStill_publishesNothing() throws Exception {
    TestSigner signer = TestSigner.of("log.example");
    MemoryEvents events = MemoryEvents.of(10);
    MemoryLog folder = new MemoryLog();
    one.take();
    Sequencer former = Sequencer.open(events, folder, signer, Set.of(), one);
    former.step();
    runOut();
    two.take();
    Sequencer successor = Sequencer.open(events, folder, signer, Set.of(), two);
    events.add(5);
    successor.step();
    byte[] newest = Objects.requireNonNull(folder.checkpoint());
    assertThatThrownBy(former::step)
        .isInstanceOf(LogRefusedException.class)
        .hasMessageContaining("another server has the turn");
    assertThat(folder.checkpoint()).isEqualTo(newest);
    assertThat(TrustedKeys.of(signer.verifier()).open(newest).checkpoint().size()).isEqualTo(15);
  }

  @Test
  void step_diedBetweenNotingAndPublishing_isFinishedByTheSuccessor() throws Exception {
    TestSigner signer = TestSigner.of("log.example");
    MemoryEvents events = MemoryEvents.of(10);
    one.take();
    MemoryLog dying = new MemoryLog();
    Sequencer.open(events, dying, signer, Set.of(), one).step();
    runOut();
    two.take();
    events.add(5);
    // The folder never got the checkpoint of 10: the successor makes the same tree of 10 first.
    MemoryLog folder = new MemoryLog();
    Sequencer.open(events, folder, signer, Set.of(), two).step();
    assertThat(Objects.requireNonNull(two.newest()).size()).isEqualTo(15);
  }

  @Test
  void step_pastChangedSinceItWasNoted_publishesNothing() throws Exception {
    TestSigner signer = TestSigner.of("log.example");
    one.take();
    Sequencer.open(MemoryEvents.of(10), new MemoryLog(), signer, Set.of(), one).step();
    one.close();
    two.take();
    MemoryEvents changed = MemoryEvents.of(12);
    changed.rows.set(3, changed.rows.get(4));
    MemoryLog folder = new MemoryLog();
    Sequencer successor = Sequencer.open(changed, folder, signer, Set.of(), two);
    assertThatThrownBy(successor::step).isInstanceOf(LogRefusedException.class);
    assertThat(folder.checkpoint()).isNull();
    MemoryEvents lost = MemoryEvents.of(9);
    assertThatThrownBy(() -> Sequencer.open(lost, new MemoryLog(), signer, Set.of(), two).step())
        .isInstanceOf(LogRefusedException.class)
        .hasMessageContaining("lost events");
  }
}
