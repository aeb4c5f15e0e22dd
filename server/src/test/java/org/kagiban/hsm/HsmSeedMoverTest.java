package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.hsm.RunningHsm.get;
import static org.kagiban.token.HashAlgorithm.SHA1;
import static org.kagiban.token.HashAlgorithm.SHA512;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.kagiban.custody.SeedMover.Outcome;
import org.kagiban.custody.SeedMover.Outcome.Moved;
import org.kagiban.custody.SeedMover.Outcome.Refused;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.verification.WrappedSeed;

/** Seeds moved between objects and rows, and from KEK to KEK. */
class HsmSeedMoverTest {
  private static final byte[] MESSAGE = new byte[8];

  /** New seeds are objects in one, rows in the other; it is the same partition. */
  private static WrappedHsm resident;

  private static WrappedHsm wrapped;

  @BeforeAll
  static void start() {
    SoftHsm softHsm = WrappedHsm.make();
    wrapped = new WrappedHsm(softHsm, 100);
    resident = new WrappedHsm(softHsm, SeedPlace.RESIDENT, 100, 2, Clock.systemUTC());
  }

  @AfterAll
  static void stop() {
    resident.close();
    wrapped.close();
  }

  private static WrappedSeed row(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Moved.class);
    return Objects.requireNonNull(((Moved) outcome).row());
  }

  private static void assertRefused(List<Outcome> outcomes, String reason) {
    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.get(0))
        .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.reason()).isEqualTo(reason));
  }

  private static SeedRef ref(Token token) {
    return Objects.requireNonNull(token.seed());
  }

  private static Token withOtherKcv(Token token) {
    return WrappedHsm.token(token.id(), token.profile(), new byte[8]);
  }

  @Test
  void wrap_residentSeed_servesFromItsRowOnceTheObjectIsDestroyed() {
    byte[] seed = SeedFile.random(64);
    Token token = resident.load("to-row", SHA512, seed);
    WrappedSeed row = row(get(resident.mover.wrap(List.of(token), WrappedHsm.KEK)).get(0));
    assertThat(row.kek()).isEqualTo(WrappedHsm.KEK);
    assertThat(resident.mover.objects(null, 100)).contains(ref(token));
    resident.store.rows.put(token.id(), row);
    get(resident.mover.destroyObjects(List.of(ref(token))));
    get(resident.mover.destroyObjects(List.of(ref(token))));
    assertThat(resident.mover.objects(null, 100)).doesNotContain(ref(token));
    assertThat(resident.hmac(token, MESSAGE)).isEqualTo(SeedFile.hmac(SHA512, seed, MESSAGE));
    assertThat(HsmInventory.read(resident.partition).objects())
        .noneMatch(object -> object.id().equals("TO-ROW"));
  }

  @Test
  void wrap_generatedResidentSeed_isMovedToo() {
    var id = SeedFile.token("generated");
    var profile = SeedFile.profile(SHA1);
    byte[] device = TestKeys.rsa(2048).getPublic().getEncoded();
    Token token =
        WrappedHsm.token(id, profile, get(resident.custody.generate(id, profile, device)).kcv());
    byte[] right = resident.hmac(token, MESSAGE);
    resident.store.rows.put(
        id, row(get(resident.mover.wrap(List.of(token), WrappedHsm.KEK)).get(0)));
    get(resident.mover.destroyObjects(List.of(ref(token))));
    assertThat(resident.hmac(token, MESSAGE)).isEqualTo(right);
  }

  @Test
  void rewrap_row_computesTheSameUnderTheNextKekAndTheOldRowStillWorks() {
    byte[] seed = SeedFile.random(20);
    Token token = wrapped.load("rotated", SHA1, seed);
    WrappedSeed old = wrapped.row(token);
    WrappedSeed next =
        row(get(wrapped.mover.rewrap(List.of(wrapped.stored(token)), WrappedHsm.NEXT_KEK)).get(0));
    assertThat(next.kek()).isEqualTo(WrappedHsm.NEXT_KEK);
    assertThat(next.wrapped()).isNotEqualTo(old.wrapped());
    for (WrappedSeed row : List.of(old, next)) {
      wrapped.store.rows.put(token.id(), row);
      get(wrapped.custody.destroy(ref(token)));
      assertThat(wrapped.hmac(token, MESSAGE)).isEqualTo(SeedFile.hmac(SHA1, seed, MESSAGE));
    }
  }

  @Test
  void rewrap_manyWithBadOnesBetween_spoilsNoOtherAndNoVerification() {
    List<Stored> stored = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Stored good = wrapped.stored(wrapped.load("rotate-" + i, SHA1, SeedFile.random(20)));
      stored.add(i % 10 == 3 ? new Stored(withOtherKcv(good.token()), good.seed()) : good);
    }
    Token busy = wrapped.load("busy", SHA1, SeedFile.random(20));
    CompletableFuture<List<Outcome>> rotation = wrapped.mover.rewrap(stored, WrappedHsm.NEXT_KEK);
    List<byte[]> answers = new ArrayList<>();
    do {
      answers.add(wrapped.hmac(busy, MESSAGE));
    } while (!rotation.isDone());
    List<Outcome> outcomes = get(rotation);
    assertThat(outcomes).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(outcomes.get(i)).isInstanceOf(i % 10 == 3 ? Refused.class : Moved.class);
      if (outcomes.get(i) instanceof Moved) {
        assertThat(row(outcomes.get(i)).token()).isEqualTo(stored.get(i).token().id());
      }
    }
    assertThat(answers).allMatch(answer -> answer.length == 20);
  }

  @Test
  void keep_row_becomesAResidentObjectAndStaysWhenKeptAgain() {
    byte[] seed = SeedFile.random(20);
    Token token = wrapped.load("to-object", SHA1, seed);
    Stored stored = wrapped.stored(token);
    assertThat(get(wrapped.mover.keep(List.of(stored)))).containsExactly(new Moved(null));
    long handle = wrapped.partition.generation().seeds().get(ref(token));
    assertThat(get(wrapped.mover.keep(List.of(stored)))).containsExactly(new Moved(null));
    assertThat(wrapped.partition.generation().seeds().get(ref(token))).isEqualTo(handle);
    wrapped.store.rows.remove(token.id());
    assertThat(wrapped.hmac(token, MESSAGE)).isEqualTo(SeedFile.hmac(SHA1, seed, MESSAGE));
    assertThat(HsmInventory.read(wrapped.partition).objects())
        .filteredOn(object -> object.id().equals("TO-OBJECT"))
        .singleElement()
        .satisfies(
            object ->
                assertThat(object.flags())
                    .containsEntry("CKA_SENSITIVE", true)
                    .containsEntry("CKA_WRAP_WITH_TRUSTED", true)
                    .containsEntry("CKA_MODIFIABLE", false));
  }

  @Test
  void keep_whereAnotherSeedStands_replacesIt() {
    byte[] seed = SeedFile.random(20);
    Token right = wrapped.load("replaced", SHA1, seed);
    Stored stored = wrapped.stored(right);
    Token wrong = wrapped.load("replaced", SHA1, SeedFile.random(20));
    get(wrapped.mover.keep(List.of(wrapped.stored(wrong))));
    assertThat(wrapped.hmac(right, MESSAGE)).isNotEqualTo(SeedFile.hmac(SHA1, seed, MESSAGE));
    assertThat(get(wrapped.mover.keep(List.of(stored)))).containsExactly(new Moved(null));
    assertThat(wrapped.hmac(right, MESSAGE)).isEqualTo(SeedFile.hmac(SHA1, seed, MESSAGE));
    assertThat(HsmInventory.read(wrapped.partition).objects())
        .filteredOn(object -> object.id().equals("REPLACED"))
        .hasSize(1);
  }

  @Test
  void load_whereALeftoverObjectStands_destroysIt() {
    byte[] seed = SeedFile.random(20);
    Token first = wrapped.load("leftover", SHA1, SeedFile.random(20));
    get(wrapped.mover.keep(List.of(wrapped.stored(first))));
    Token second = wrapped.load("leftover", SHA1, seed);
    assertThat(wrapped.hmac(second, MESSAGE)).isEqualTo(SeedFile.hmac(SHA1, seed, MESSAGE));
    assertThat(wrapped.mover.objects(null, 1000)).doesNotContain(ref(second));
  }

  @Test
  void anyMove_whereTheKcvDiffers_isRefusedAndLeavesNothing() {
    Token object = resident.load("kcv-object", SHA1, SeedFile.random(20));
    assertRefused(
        get(resident.mover.wrap(List.of(withOtherKcv(object)), WrappedHsm.KEK)), "KCV_DIFFERS");
    Token row = wrapped.load("kcv-row", SHA1, SeedFile.random(20));
    Stored stored = new Stored(withOtherKcv(row), wrapped.row(row));
    assertRefused(get(wrapped.mover.rewrap(List.of(stored), WrappedHsm.NEXT_KEK)), "KCV_DIFFERS");
    long objects = wrapped.mover.objects();
    assertRefused(get(wrapped.mover.keep(List.of(stored))), "KCV_DIFFERS");
    assertThat(wrapped.mover.objects()).isEqualTo(objects);
    assertThat(HsmInventory.read(wrapped.partition).objects())
        .noneMatch(item -> item.id().equals("KCV-ROW"));
  }

  @Test
  void anyMove_ofARowThatWasChanged_isRefused() {
    Token token = wrapped.load("changed", SHA1, SeedFile.random(20));
    Token other = wrapped.load("unchanged", SHA1, SeedFile.random(20));
    WrappedSeed theirs = wrapped.row(other);
    Stored moved =
        new Stored(
            token, new WrappedSeed(token.id(), theirs.kek(), theirs.wrapped(), theirs.mac()));
    assertRefused(get(wrapped.mover.rewrap(List.of(moved), WrappedHsm.NEXT_KEK)), "SEED_UNUSABLE");
    assertRefused(get(wrapped.mover.keep(List.of(moved))), "SEED_UNUSABLE");
  }

  @Test
  void wrap_seedThatIsNotThere_isRefused() {
    Token token = wrapped.load("absent", SHA1, SeedFile.random(20));
    assertRefused(get(wrapped.mover.wrap(List.of(token), WrappedHsm.KEK)), "SEED_MISSING");
  }

  @Test
  void wrap_seedOfTheTimeWhenNoneMightLeave_isRefusedAndStillServed() {
    Generation generation = resident.partition.generation();
    SeedLock lock = generation.seedLock();
    generation.setSeedLock(new SeedLock(false, lock.quirks()));
    Token token = resident.load("old", SHA1, SeedFile.random(20));
    generation.setSeedLock(lock);
    assertRefused(get(resident.mover.wrap(List.of(token), WrappedHsm.KEK)), "SEED_NOT_EXTRACTABLE");
    assertThat(resident.hmac(token, MESSAGE)).hasSize(20);
  }

  @Test
  void objects_inPages_areAllThereInOrder() {
    for (String name : List.of("page-3", "page-1", "page-2")) {
      resident.load(name, SHA1, SeedFile.random(20));
    }
    List<SeedRef> all = resident.mover.objects(null, 1000);
    assertThat(all).hasSize((int) resident.mover.objects());
    List<SeedRef> paged = new ArrayList<>();
    List<SeedRef> page = resident.mover.objects(null, 2);
    while (!page.isEmpty()) {
      paged.addAll(page);
      page = resident.mover.objects(page.get(page.size() - 1), 2);
    }
    assertThat(paged).isEqualTo(all).isSortedAccordingTo((a, b) -> a.value().compareTo(b.value()));
    assertThat(paged).contains(new SeedRef("PAGE-1"), new SeedRef("PAGE-2"), new SeedRef("PAGE-3"));
  }
}
