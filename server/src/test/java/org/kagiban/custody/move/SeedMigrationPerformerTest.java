package org.kagiban.custody.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagiban.custody.move.World.OLD;
import static org.kagiban.custody.move.World.id;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.TestCustodian;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedMigration;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedMigration.Place;
import org.kagiban.custody.ceremony.CeremonyRefusedException;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.custody.ceremony.CustodyKey.State;
import org.kagiban.custody.ceremony.Performer.Performed;
import org.kagiban.verification.WrappedSeed;

/** Migration on a real store; the HSM is one that can be cut off anywhere. */
class SeedMigrationPerformerTest {
  private static final int MANY = 120;

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static Custodian by;

  @BeforeAll
  static void makeCustodian() throws Exception {
    by = TestCustodian.make(shared);
  }

  private static Performed migrate(World world, Place to) {
    return migrate(world, to, to);
  }

  private static Performed migrate(World world, Place to, Place configured) {
    SeedMigrationPerformer performer =
        new SeedMigrationPerformer(
            world.rows,
            world.hsm,
            world.store,
            world.journal(),
            world.clock,
            world.active,
            configured,
            world.patience,
            System::nanoTime);
    return performer.perform(world.ceremony, by, new SeedMigration("p", to), RunInput.NONE, world);
  }

  private World world(int number, Place from) {
    World world = new World(folder.resolve("world-" + number));
    world.begin("seed-migration", State.ACTIVE, State.PRE_ACTIVE);
    world.register(0, MANY, from == Place.WRAPPED ? OLD : null);
    world.restart();
    return world;
  }

  @Test
  void perform_toWrapped_everySeedRestsInTheStoreAndNoObjectIsLeft() {
    try (World world = world(0, Place.RESIDENT)) {
      Performed performed = migrate(world, Place.WRAPPED);
      assertThat(world.rowsByKek()).containsExactly(Map.entry(OLD, (long) MANY));
      assertThat(world.hsm.objects).isEmpty();
      world.assertEverySeedWorks(0, MANY);
      assertThat(performed.facts())
          .containsEntry("moved", "120")
          .containsEntry("refused", "0")
          .containsEntry("objects-in-the-hsm", "0");
      assertThat(world.tokensIn(EventKind.KEY_MOVED)).isEqualTo(World.ids(0, MANY));
      assertThat(world.events(EventKind.KEY_MOVED))
          .allSatisfy(event -> assertThat(event.text(EventField.KEK)).isEqualTo(OLD));
    }
  }

  @Test
  void perform_toResident_everySeedIsAnObjectAndNoRowIsLeft() {
    try (World world = world(0, Place.WRAPPED)) {
      Performed performed = migrate(world, Place.RESIDENT);
      assertThat(world.rowsByKek()).isEmpty();
      assertThat(world.hsm.objects).hasSize(MANY);
      world.assertEverySeedWorks(0, MANY);
      assertThat(performed.facts())
          .containsEntry("moved", "120")
          .containsEntry("seeds-left-in-the-store", "0");
      assertThat(world.tokensIn(EventKind.KEY_MOVED)).isEqualTo(World.ids(0, MANY));
      assertThat(world.events(EventKind.KEY_MOVED))
          .allSatisfy(event -> assertThat(event.text(EventField.KEK)).isNull());
    }
  }

  @Test
  void perform_toWrappedKilledAtAnyStep_nextRunFinishes() {
    killAtEveryStep(Place.WRAPPED);
  }

  @Test
  void perform_toResidentKilledAtAnyStep_nextRunFinishes() {
    killAtEveryStep(Place.RESIDENT);
  }

  private void killAtEveryStep(Place to) {
    Place from = to == Place.WRAPPED ? Place.RESIDENT : Place.WRAPPED;
    int steps;
    try (World world = world(0, from)) {
      migrate(world, to);
      steps = world.steps.passed();
    }
    assertThat(steps).isGreaterThanOrEqualTo(10);
    for (int kill = 0; kill < steps; kill++) {
      try (World world = world(kill + 1, from)) {
        world.steps.killAt(kill);
        assertThatThrownBy(() -> migrate(world, to)).isInstanceOf(Steps.Killed.class);
        world.assertEverySeedWorks(0, MANY);
        world.steps.killNever();
        migrate(world, to);
        assertMigrated(world, to);
      }
    }
  }

  private static void assertMigrated(World world, Place to) {
    world.assertEverySeedWorks(0, MANY);
    boolean wrapped = to == Place.WRAPPED;
    assertThat(world.hsm.objects).hasSize(wrapped ? 0 : MANY);
    assertThat(world.rowsByKek().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(wrapped ? MANY : 0);
    assertThat(world.events(EventKind.KEY_MOVED))
        .as("once each, but for what a kill left in both places, which says so")
        .filteredOn(event -> event.text(EventField.REASON) == null)
        .extracting(event -> event.text(EventField.TOKEN))
        .containsExactlyInAnyOrderElementsOf(World.ids(0, MANY));
    assertThat(world.told).isEmpty();
  }

  @Test
  void perform_seedThatCannotLeaveTheHsm_isToldAndStaysUsable() {
    try (World world = world(0, Place.RESIDENT)) {
      world.hsm.notExtractable.add(id(5));
      Performed performed = migrate(world, Place.WRAPPED);
      assertThat(world.told).containsExactly(id(5) + " SEED_NOT_EXTRACTABLE");
      assertThat(world.tokensIn(EventKind.SEED_REFUSED)).containsExactly(id(5).value());
      assertThat(world.row(id(5))).isNull();
      world.assertEverySeedWorks(0, MANY);
      assertThat(performed.facts())
          .containsEntry("moved", "119")
          .containsEntry("refused-tokens", id(5) + " SEED_NOT_EXTRACTABLE")
          .containsEntry("objects-in-the-hsm", "1");
    }
  }

  @Test
  void perform_rowOfAnotherSeedBesideAnObject_objectStays() {
    try (World world = world(0, Place.RESIDENT)) {
      byte[] other = FakeHsm.seed(id(999));
      WrappedSeed row = FakeHsm.row(id(5), other, OLD);
      world.spoil(row);
      migrate(world, Place.WRAPPED);
      assertThat(world.told).containsExactly(id(5) + " KCV_DIFFERS");
      assertThat(world.tokensIn(EventKind.SEED_REFUSED)).containsExactly(id(5).value());
      assertThat(world.hsm.objects).containsOnlyKeys(id(5).value());
    }
  }

  @Test
  void perform_objectWithoutAToken_isLeftAlone() {
    try (World world = world(0, Place.RESIDENT)) {
      world.hsm.put(id(500));
      migrate(world, Place.WRAPPED);
      assertThat(world.hsm.objects).containsOnlyKeys(id(500).value());
    }
  }

  @Test
  void perform_tokenRetiredWhileItsSeedMoves_leavesNoSeedBehind() {
    try (World world = world(0, Place.WRAPPED)) {
      world.hsm.meanwhile = () -> world.retireAllButObject(id(5));
      Performed performed = migrate(world, Place.RESIDENT);
      assertThat(world.hsm.objects).doesNotContainKey(id(5).value()).hasSize(MANY - 1);
      assertThat(performed.facts()).containsEntry("moved", "119").containsEntry("refused", "0");
    }
    try (World world = world(1, Place.RESIDENT)) {
      world.hsm.meanwhile = () -> world.retire(id(5));
      migrate(world, Place.WRAPPED);
      assertThat(world.row(id(5))).isNull();
      assertThat(world.hsm.objects).isEmpty();
    }
  }

  @Test
  void perform_settingSendsNewSeedsElsewhere_isRefused() {
    try (World world = world(0, Place.RESIDENT)) {
      assertThatThrownBy(() -> migrate(world, Place.WRAPPED, Place.RESIDENT))
          .isInstanceOfSatisfying(
              CeremonyRefusedException.class,
              refused -> assertThat(refused.reason()).isEqualTo("SETTING_DIFFERS"));
      world.active.activate(null);
      assertThatThrownBy(() -> migrate(world, Place.WRAPPED))
          .isInstanceOfSatisfying(
              CeremonyRefusedException.class,
              refused -> assertThat(refused.reason()).isEqualTo("KEK_MISSING"));
    }
  }
}
