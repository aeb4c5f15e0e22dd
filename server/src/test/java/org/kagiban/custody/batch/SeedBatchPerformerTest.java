package org.kagiban.custody.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagiban.custody.batch.VendorTokens.id;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.TestCustodian;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedBatch;
import org.kagiban.custody.ceremony.CeremonyRefusedException;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.custody.ceremony.Performer.Performed;
import org.kagiban.hsm.SeedHsm;
import org.kagiban.hsm.SoftHsm;
import org.kagiban.token.Institution;
import org.kagiban.verification.UnavailableException;

/** Approved batches, loaded into SoftHSM and SQLite. */
class SeedBatchPerformerTest {
  /** Three chunks. */
  private static final int MANY = 600;

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static SeedHsm hsm;
  private static OneHsm otherHsm;
  private static Custodian by;

  @BeforeAll
  static void open() throws Exception {
    SoftHsm one = SeedHsm.make();
    SoftHsm other = SoftHsm.initialised();
    hsm = new SeedHsm(one);
    otherHsm = new OneHsm(other);
    by = TestCustodian.make(shared);
  }

  @AfterAll
  static void close() {
    hsm.close();
    otherHsm.close();
  }

  private BatchWorld world(String name) throws Exception {
    return new BatchWorld(folder.resolve(name), hsm.keys);
  }

  private byte[] seal(VendorTokens tokens, String name) throws Exception {
    return tokens.seal(hsm.keys.importPublicKey(), folder.resolve(name));
  }

  @Test
  void perform_approvedBatch_loadsItAndLogsEachToken() throws Exception {
    try (BatchWorld world = world("good")) {
      VendorTokens tokens = VendorTokens.range(0, MANY).add(id(3), 3, 6);
      String sha256 = world.upload(seal(tokens, "good.xml")).sha256();
      Performed performed = world.perform(by, BatchWorld.OURS, sha256, MANY);
      assertThat(performed.facts())
          .containsEntry("good-when-checked", "600")
          .containsEntry("loaded", "600")
          .containsEntry("unchanged", "0")
          .containsEntry("refused", "1")
          .containsEntry("refused-DUPLICATE_TOKEN", "1");
      assertThat(world.tokens()).isEqualTo(MANY);
      assertThat(world.events(EventKind.KEY_IMPORTED))
          .hasSize(MANY)
          .allSatisfy(
              event ->
                  assertThat(event.text(EventField.CEREMONY)).isEqualTo(world.ceremony.toString()));
      AuditEvent end = world.events(EventKind.SEED_BATCH_FINISHED).get(0);
      assertThat(end.number(EventField.LOADED)).isEqualTo(MANY);
      assertThat(end.text(EventField.CEREMONY)).isEqualTo(world.ceremony.toString());
      assertThat(world.events(EventKind.SEED_BATCH_STARTED)).hasSize(1);
    }
  }

  @Test
  void perform_storeGoneAtAnyCommit_nextRunFinishesAndDoublesNothing() throws Exception {
    byte[] file = seal(VendorTokens.range(0, MANY), "killed.xml");
    int commits;
    try (BatchWorld world = world("whole")) {
      String sha256 = world.upload(file).sha256();
      KilledLedger counting = new KilledLedger(world.store, Integer.MAX_VALUE);
      world.ledger = counting;
      world.perform(by, BatchWorld.OURS, sha256, MANY);
      commits = counting.passed();
    }
    assertThat(commits).isEqualTo(2 * 5);
    for (int kill = 0; kill < commits; kill++) {
      try (BatchWorld world = world("killed-" + kill)) {
        String sha256 = world.upload(file).sha256();
        world.ledger = new KilledLedger(world.store, kill);
        assertThatThrownBy(() -> world.perform(by, BatchWorld.OURS, sha256, MANY))
            .isInstanceOf(UnavailableException.class);
        int there = world.tokens();
        world.ledger = world.store;
        Performed performed = world.perform(by, BatchWorld.OURS, sha256, MANY);
        assertThat(performed.facts())
            .containsEntry("loaded", Integer.toString(MANY - there))
            .containsEntry("unchanged", Integer.toString(there))
            .containsEntry("refused", "0");
        assertThat(world.tokens()).isEqualTo(MANY);
        assertThat(world.events(EventKind.KEY_IMPORTED)).hasSize(MANY);
        assertThat(world.store.seeds().count().join())
            .containsExactly(Map.entry(SeedHsm.KEK, (long) MANY));
      }
    }
  }

  @Test
  void perform_spooledFileChanged_isRefusedBeforeTheFirstRecord() throws Exception {
    try (BatchWorld world = world("changed")) {
      String sha256 = world.upload(seal(VendorTokens.range(0, MANY), "changed.xml")).sha256();
      Path spooled = world.folder.resolve("spool").resolve(sha256 + ".pskc");
      byte[] bytes = Files.readAllBytes(spooled);
      bytes[bytes.length - 3] ^= 1;
      Files.write(spooled, bytes);
      assertRefused(world, BatchWorld.OURS, sha256, "SEED_FILE_CHANGED");
      assertThat(world.tokens()).isZero();
      assertThat(world.events(EventKind.SEED_BATCH_STARTED)).isEmpty();
    }
  }

  @Test
  void perform_spooledFileMissing_isRefusedAlsoWhenProposed() throws Exception {
    try (BatchWorld world = world("missing")) {
      String sha256 = "0".repeat(64);
      assertRefused(world, BatchWorld.OURS, sha256, "SEED_FILE_MISSING");
      SeedBatch plan = new SeedBatch("p", BatchWorld.OURS, sha256, 1);
      assertThatThrownBy(() -> world.performer().check(plan))
          .isInstanceOf(CeremonyRefusedException.class);
    }
  }

  @Test
  void perform_institutionUnknown_isRefused() throws Exception {
    try (BatchWorld world = world("institution")) {
      String sha256 = world.upload(seal(VendorTokens.range(0, 1), "institution.xml")).sha256();
      assertRefused(world, new Institution("nobody"), sha256, "INSTITUTION_NOT_FOUND");
    }
  }

  @Test
  void perform_importKeyChangedSinceTheUpload_isRefused() throws Exception {
    byte[] file = seal(VendorTokens.range(0, 1), "import.xml");
    try (BatchWorld before = world("import");
        BatchWorld after = new BatchWorld(folder.resolve("import-2"), otherHsm.keys)) {
      String sha256 = before.upload(file).sha256();
      after.spool = before.spool;
      assertRefused(after, BatchWorld.OURS, sha256, "SEED_FILE_REFUSED");
    }
  }

  private static void assertRefused(
      BatchWorld world, Institution institution, String sha256, String reason) {
    assertThatThrownBy(() -> world.perform(by, institution, sha256, 1))
        .isInstanceOfSatisfying(
            CeremonyRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
