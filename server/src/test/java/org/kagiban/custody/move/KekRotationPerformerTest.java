package org.kagiban.custody.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagiban.custody.move.World.NEXT;
import static org.kagiban.custody.move.World.OLD;
import static org.kagiban.custody.move.World.id;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.TestCustodian;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyHsm;
import org.kagiban.custody.ceremony.CeremonyPlan.KekRotation;
import org.kagiban.custody.ceremony.CeremonyRefusedException;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.custody.ceremony.CustodyKey.State;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.custody.ceremony.Performer.Performed;
import org.kagiban.verification.WrappedSeed;

/** Rotation on a real store; the HSM is one that can be cut off anywhere. */
class KekRotationPerformerTest {
  private static final KekRotation PLAN = new KekRotation("p", OLD, NEXT);
  private static final int MANY = 120;

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static Custodian by;

  @BeforeAll
  static void makeCustodian() throws Exception {
    by = TestCustodian.make(shared);
  }

  private static Performed rotate(World world) {
    return rotate(world, "010203");
  }

  private static Performed rotate(World world, String kcv) {
    KeyFacts facts =
        new KeyFacts(
            NEXT,
            "id",
            "secret key",
            "AES",
            256,
            new KeyCheck(KeyCheck.Method.AES_KWP_ZEROS, kcv),
            Optional.empty(),
            Map.of());
    CeremonyHsm hsm =
        (CeremonyHsm)
            Proxy.newProxyInstance(
                KekRotationPerformerTest.class.getClassLoader(),
                new Class<?>[] {CeremonyHsm.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("adoptKekOfAll");
                  world.steps.pass();
                  return CompletableFuture.completedFuture(facts);
                });
    KekRotationPerformer performer =
        new KekRotationPerformer(
            world.store.ceremonies(),
            hsm,
            world.rows,
            world.hsm,
            world.store,
            world.clock,
            world.active,
            world.patience,
            System::nanoTime);
    return performer.perform(world.ceremony, by, PLAN, RunInput.NONE, world);
  }

  private World world(int number) {
    World world = new World(folder.resolve("world-" + number));
    world.begin("kek-rotation", State.ACTIVE, State.PRE_ACTIVE);
    world.register(0, MANY, OLD);
    world.restart();
    return world;
  }

  @Test
  void perform_everyRowUnderTheOldKek_endsUnderTheNextAndIsLogged() {
    try (World world = world(0)) {
      Performed performed = rotate(world);
      assertThat(world.rowsByKek()).containsExactly(Map.entry(NEXT, (long) MANY));
      world.assertEverySeedWorks(0, MANY);
      assertThat(world.active.label()).isEqualTo(NEXT);
      assertThat(world.state(OLD)).isEqualTo(State.DEACTIVATED);
      assertThat(world.state(NEXT)).isEqualTo(State.ACTIVE);
      assertThat(performed.facts())
          .containsEntry("moved", "120")
          .containsEntry("refused", "0")
          .containsEntry("still-under-another-kek", "0");
      assertThat(world.tokensIn(EventKind.KEY_REWRAPPED)).isEqualTo(World.ids(0, MANY));
      assertThat(world.events(EventKind.KEY_REWRAPPED))
          .allSatisfy(
              event -> {
                assertThat(event.text(EventField.KEK)).isEqualTo(NEXT);
                assertThat(event.text(EventField.CEREMONY)).isEqualTo(world.ceremony.toString());
              });
      assertThat(world.events(EventKind.KEY_ACTIVATED))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.text(EventField.KEY)).isEqualTo(NEXT);
                assertThat(event.text(EventField.PARTITION)).isEqualTo("p");
                assertThat(event.text(EventField.MECHANISM)).isNotEmpty();
              });
      assertThat(world.events(EventKind.KEY_DEACTIVATED))
          .singleElement()
          .satisfies(event -> assertThat(event.text(EventField.KEY)).isEqualTo(OLD));
    }
  }

  /** New seeds go under the next KEK while the old rows still wait for their turn. */
  @Test
  void perform_beforeTheFirstRowIsMoved_theNextKekIsActiveInMemoryAndInTheStore() {
    try (World world = world(0)) {
      List<String> seen = new ArrayList<>();
      world.hsm.meanwhile =
          () -> {
            seen.add(String.valueOf(world.active.label()));
            seen.add(String.valueOf(world.state(NEXT)));
            seen.add(String.valueOf(world.rowsByKek()));
          };
      rotate(world);
      assertThat(seen).containsExactly(NEXT, "ACTIVE", Map.of(OLD, (long) MANY).toString());
    }
  }

  @Test
  void perform_killedAtAnyStep_nextRunFinishesAndNothingIsLostOrDoubled() {
    int steps;
    try (World world = world(0)) {
      rotate(world);
      steps = world.steps.passed();
    }
    assertThat(steps).isGreaterThan(10);
    for (int kill = 0; kill < steps; kill++) {
      try (World world = world(kill + 1)) {
        world.steps.killAt(kill);
        assertThatThrownBy(() -> rotate(world)).isInstanceOf(Steps.Killed.class);
        world.assertEverySeedWorks(0, MANY);
        world.steps.killNever();
        world.restart();
        rotate(world);
        assertThat(world.rowsByKek()).containsExactly(Map.entry(NEXT, (long) MANY));
        world.assertEverySeedWorks(0, MANY);
        assertThat(world.tokensIn(EventKind.KEY_REWRAPPED)).isEqualTo(World.ids(0, MANY));
        assertThat(world.events(EventKind.KEY_ACTIVATED)).hasSize(1);
      }
    }
  }

  @Test
  void perform_seedsThatComeUnderTheOldKekMeanwhile_followToo() {
    try (World world = world(0)) {
      // Behind the page that is in the HSM at that moment, and before it.
      world.hsm.meanwhile = () -> world.register(200, 203, OLD);
      rotate(world);
      assertThat(world.rowsByKek()).containsExactly(Map.entry(NEXT, MANY + 3L));
    }
  }

  @Test
  void perform_rowChangedMeanwhile_isNotOverwrittenAndFollowsLater() {
    try (World world = world(0)) {
      WrappedSeed other = FakeHsm.row(id(7), FakeHsm.seed(id(7)), "kagiban-kek-0");
      world.hsm.meanwhile = () -> world.spoil(other);
      Performed performed = rotate(world);
      assertThat(world.rowsByKek()).containsExactly(Map.entry(NEXT, (long) MANY));
      assertThat(performed.facts()).containsEntry("moved", "120");
      world.assertEverySeedWorks(0, MANY);
    }
  }

  @Test
  void perform_tokenRetiredMeanwhile_isNeitherMovedNorRefused() {
    try (World world = world(0)) {
      world.hsm.meanwhile = () -> world.retire(id(7));
      Performed performed = rotate(world);
      assertThat(world.row(id(7))).isNull();
      assertThat(performed.facts()).containsEntry("moved", "119").containsEntry("refused", "0");
    }
  }

  @Test
  void perform_rowsThatTheHsmRefuses_areToldOnceAndStay() {
    try (World world = world(0)) {
      WrappedSeed foreign = FakeHsm.row(id(301), FakeHsm.seed(id(301)), OLD);
      world.register(300, 301, OLD);
      world.spoil(new WrappedSeed(id(300), OLD, foreign.wrapped(), foreign.mac()));
      Performed performed = rotate(world);
      assertThat(world.told).containsExactly(id(300) + " SEED_UNUSABLE");
      assertThat(world.tokensIn(EventKind.SEED_REFUSED)).containsExactly(id(300).value());
      assertThat(world.events(EventKind.SEED_REFUSED))
          .allSatisfy(
              event -> {
                assertThat(event.text(EventField.REASON)).startsWith("SEED_UNUSABLE: ");
                assertThat(event.text(EventField.CEREMONY)).isEqualTo(world.ceremony.toString());
              });
      assertThat(world.rowsByKek()).containsEntry(OLD, 1L).containsEntry(NEXT, (long) MANY);
      assertThat(world.state(OLD)).isEqualTo(State.DEACTIVATED);
      assertThat(performed.facts())
          .containsEntry("refused", "1")
          .containsEntry("refused-SEED_UNUSABLE", "1")
          .containsEntry("refused-tokens", id(300) + " SEED_UNUSABLE")
          .containsEntry("still-under-another-kek", "1");
    }
  }

  @Test
  void perform_nextKekIsNotTheOneThatWasMade_isRefusedBeforeAnythingChanges() {
    try (World world = world(0)) {
      assertRefused(() -> rotate(world, "ffffff"), "KCV_DIFFERS");
      assertThat(world.state(OLD)).isEqualTo(State.ACTIVE);
      assertThat(world.active.label()).isEqualTo(OLD);
      assertThat(world.rowsByKek()).containsExactly(Map.entry(OLD, (long) MANY));
    }
  }

  @Test
  void perform_keysInOtherStates_isRefused() {
    try (World world = new World(folder.resolve("states"))) {
      world.begin("kek-rotation", State.ACTIVE, State.DESTROYED);
      assertRefused(() -> rotate(world), "KEY_STATE");
    }
    try (World world = new World(folder.resolve("none"))) {
      assertRefused(() -> rotate(world), "KEY_NOT_FOUND");
    }
  }

  private static void assertRefused(Runnable run, String reason) {
    assertThatThrownBy(run::run)
        .isInstanceOfSatisfying(
            CeremonyRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
