package org.kagiban.custody.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.custody.batch.VendorTokens.id;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.Patience;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.custody.TestCustodian;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyLedger.Decision;
import org.kagiban.custody.ceremony.CeremonyPlan.KekRotation;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedMigration;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedMigration.Place;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.custody.ceremony.CustodyKey.State;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.custody.ceremony.Performer.Performed;
import org.kagiban.custody.ceremony.Signed;
import org.kagiban.custody.ceremony.Statement;
import org.kagiban.custody.move.KekRotationPerformer;
import org.kagiban.custody.move.SeedMigrationPerformer;
import org.kagiban.hsm.SeedHsm;
import org.kagiban.token.TokenId;
import org.kagiban.verification.Journal;
import org.kagiban.verification.WrappedSeed;

/** Seeds from a vendor's file through rotation and both migrations, in SoftHSM and SQLite. */
class SeedLifeTest {
  /** Two pages of moves. */
  private static final int MANY = 130;

  private static final byte[] MESSAGE = {0, 0, 0, 0, 0, 0, 0, 1};

  @TempDir private Path folder;

  private SeedHsm hsm;
  private BatchWorld world;
  private SeedHsm.Use seeds;
  private Custodian by;

  @BeforeEach
  void load() throws Exception {
    by = TestCustodian.make(folder.resolve("pki"));
    hsm = new SeedHsm(SeedHsm.make());
    world = new BatchWorld(folder.resolve("world"), hsm.keys);
    seeds = hsm.over(world.store.seeds());
    byte[] file =
        VendorTokens.range(0, MANY).seal(hsm.keys.importPublicKey(), folder.resolve("sealed.xml"));
    world.perform(by, BatchWorld.OURS, world.upload(file).sha256(), MANY);
    begin();
  }

  @AfterEach
  void close() {
    world.close();
    hsm.close();
  }

  private void begin() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Statement statement = new Statement(Act.PROPOSE, world.ceremony, new byte[32], now, now);
    Signed signed = new Signed(statement, by.name(), by.person(), new byte[] {1}, new byte[] {2});
    Ceremony row =
        new Ceremony(
            world.ceremony,
            "kek-rotation",
            new byte[] {3},
            Ceremony.Status.RUNNING,
            List.of(signed),
            null);
    List<CustodyKey> keys =
        List.of(key(SeedHsm.KEK, State.ACTIVE, now), key(SeedHsm.NEXT_KEK, State.PRE_ACTIVE, now));
    AuditEvent event = AuditEvent.of(EventKind.CEREMONY_STARTED, EventId.at(now), now).build();
    world
        .store
        .ceremonies()
        .submit(world.ceremony, view -> new Decision(row, keys, List.of(event)))
        .join();
  }

  private CustodyKey key(String label, State state, Instant now) {
    KeyFacts facts = hsm.ceremonies.facts(label).join();
    return new CustodyKey(
        label,
        "kek",
        state,
        HexFormat.of().parseHex(facts.check().value()),
        facts.check().method().text(),
        now,
        world.ceremony);
  }

  private Performed rotate() {
    return new KekRotationPerformer(
            world.store.ceremonies(),
            hsm.ceremonies,
            world.store.seeds(),
            hsm.mover,
            world.store,
            world.clock,
            hsm.kek,
            new Patience(wait -> {}),
            System::nanoTime)
        .perform(
            world.ceremony,
            by,
            new KekRotation("p", SeedHsm.KEK, SeedHsm.NEXT_KEK),
            RunInput.NONE,
            world);
  }

  private Performed migrate(Place to) {
    return new SeedMigrationPerformer(
            world.store.seeds(),
            hsm.mover,
            world.store,
            new Journal(world.store, world.clock),
            world.clock,
            hsm.kek,
            to,
            new Patience(wait -> {}),
            System::nanoTime)
        .perform(world.ceremony, by, new SeedMigration("p", to), RunInput.NONE, world);
  }

  private void assertEverySeedComputes() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    for (int i = 0; i < MANY; i++) {
      mac.init(new SecretKeySpec(VendorTokens.seed(i), "RAW"));
      assertThat(seeds.hmac(world.token(id(i)), MESSAGE)).isEqualTo(mac.doFinal(MESSAGE));
    }
  }

  @Test
  void seeds_loadedRotatedAndMigratedBothWays_computeTheSameThroughout() throws Exception {
    assertThat(rows()).containsExactly(Map.entry(SeedHsm.KEK, (long) MANY));
    assertEverySeedComputes();
    assertThat(rotate().facts()).containsEntry("moved", "130").containsEntry("refused", "0");
    assertThat(rows()).containsExactly(Map.entry(SeedHsm.NEXT_KEK, (long) MANY));
    assertEverySeedComputes();
    assertThat(migrate(Place.RESIDENT).facts()).containsEntry("moved", "130");
    assertThat(rows()).isEmpty();
    assertThat(hsm.mover.objects()).isEqualTo(MANY);
    assertEverySeedComputes();
    assertThat(migrate(Place.WRAPPED).facts())
        .containsEntry("moved", "130")
        .containsEntry("objects-in-the-hsm", "0");
    assertThat(rows()).containsExactly(Map.entry(SeedHsm.NEXT_KEK, (long) MANY));
    assertEverySeedComputes();
  }

  @Test
  void rotate_rowThatHoldsAnothersSeed_onlyThatOneIsRefused() throws Exception {
    WrappedSeed own = row(1);
    WrappedSeed others = row(2);
    WrappedSeed swapped = new WrappedSeed(own.token(), own.kek(), others.wrapped(), others.mac());
    replace(own, swapped);
    assertThat(rotate().facts()).containsEntry("moved", "129").containsEntry("refused", "1");
    assertThat(world.told).singleElement().asString().endsWith(id(1) + " SEED_UNUSABLE");
    replace(swapped, own);
    assertThat(rotate().facts()).containsEntry("moved", "1").containsEntry("refused", "0");
    assertEverySeedComputes();
  }

  private Map<String, Long> rows() {
    return world.store.seeds().count().join();
  }

  private WrappedSeed row(int number) {
    return Objects.requireNonNull(world.store.seeds().find(new TokenId(id(number))).join());
  }

  private void replace(WrappedSeed before, WrappedSeed after) {
    Instant now = Instant.now();
    AuditEvent event = AuditEvent.of(EventKind.LOG_STARTED, EventId.at(now), now).build();
    Move move = new Move(before.token(), before, after);
    assertThat(world.store.seeds().replace(List.of(move), done -> List.of(event)).join())
        .hasSize(1);
  }
}
