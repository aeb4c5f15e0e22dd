package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.custody.ceremony.KeyCheck.Method;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.custody.ceremony.WrappedKey;
import org.kagiban.verification.UnavailableException;

class PartitionKeyMakerTest {
  private static final String KEK = "kagiban-kek-1";

  /** In SoftHSM, one in eight failed where others looked for objects meanwhile. */
  private static final int KEYS = 60;

  @Test
  void make_hmacKeys_canLeaveUnderTrustedKeysOnlyAndServeAtOnce() {
    try (Partition partition = SoftHsm.create().open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      assertThat(maker.notEnforced()).isEmpty();
      for (KeyFacts facts : List.of(maker.requestKey("c1"), maker.bindingKey("c1"))) {
        assertThat(facts.type()).isEqualTo("generic secret");
        assertThat(facts.bits()).isEqualTo(256);
        assertThat(facts.check().method()).isEqualTo(Method.HMAC_SHA256);
        assertThat(facts.attributes())
            .containsEntry("CKA_EXTRACTABLE", true)
            .containsEntry("CKA_WRAP_WITH_TRUSTED", true)
            .containsEntry("CKA_SENSITIVE", true)
            .containsEntry("CKA_SIGN", true)
            .containsEntry("CKA_DERIVE", false)
            .containsEntry("CKA_MODIFIABLE", false);
      }
      assertThatThrownBy(() -> partition.generation().keys().importPublicKey())
          .isInstanceOf(UnavailableException.class);
      maker.importKey("c1");
      assertThat(partition.generation().keys().importPublicKey()).isNotEmpty();
      try (HsmWorkers workers = new HsmWorkers(partition)) {
        byte[] mac = RunningHsm.get(new HsmCustody(workers).requestMac(new byte[1]));
        assertThat(mac).hasSize(32);
      }
    }
  }

  @Test
  void checkpointKey_whileOthersLookForIt_isMade() {
    try (Partition partition = SoftHsm.create().open();
        HsmWorkers workers = new HsmWorkers(partition)) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      AtomicBoolean made = new AtomicBoolean();
      List<CompletableFuture<Void>> others = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        others.add(
            CompletableFuture.runAsync(
                () -> {
                  while (!made.get()) {
                    var unused = CheckpointSigner.find(workers, "kagiban/test");
                  }
                }));
      }
      try {
        for (int i = 0; i < KEYS; i++) {
          KeyFacts key = maker.checkpointKey("c" + i);
          assertThat(maker.destroy(key.label(), key.check())).isPresent();
        }
      } finally {
        made.set(true);
      }
      others.forEach(RunningHsm::get);
    }
  }

  @Test
  void make_sameCeremonyAgain_adoptsAndAnotherIsRefused() {
    SoftHsm hsm = SoftHsm.create();
    KeyFacts request;
    KeyFacts checkpoint;
    try (Partition partition = hsm.open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      request = maker.requestKey("c1");
      checkpoint = maker.checkpointKey("c1");
    }
    try (Partition partition = hsm.open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      assertThat(maker.requestKey("c1").check()).isEqualTo(request.check());
      assertThat(maker.checkpointKey("c1").check()).isEqualTo(checkpoint.check());
      assertThatThrownBy(() -> maker.requestKey("c2"))
          .isInstanceOf(KeyRefusedException.class)
          .hasMessageContaining("label exists");
      assertThatThrownBy(() -> maker.checkpointKey("c2")).hasMessageContaining("label exists");
      assertThat(HsmInventory.read(partition).objects()).hasSize(3);
    }
  }

  @Test
  void make_importKey_isRsa3072ThatUnwrapsOnly() throws Exception {
    try (Partition partition = SoftHsm.create().open()) {
      KeyFacts facts = new PartitionKeyMaker(partition).importKey("c1");
      assertThat(facts.kind() + " " + facts.type() + " " + facts.bits())
          .isEqualTo("key pair RSA 3072");
      assertThat(publicKey(facts)).isInstanceOf(RSAPublicKey.class);
      assertThat(facts.attributes())
          .containsEntry("CKA_UNWRAP", true)
          .containsEntry("CKA_DECRYPT", false)
          .containsEntry("CKA_EXTRACTABLE", false);
    }
  }

  @Test
  void make_checkpointKey_isEd25519ThatSignsOnly() throws Exception {
    try (Partition partition = SoftHsm.create().open()) {
      KeyFacts facts = new PartitionKeyMaker(partition).checkpointKey("c1");
      assertThat(facts.type()).isEqualTo("Ed25519");
      assertThat(facts.check().method()).isEqualTo(Method.SPKI_SHA256);
      assertThat(publicKey(facts).getAlgorithm()).isIn("EdDSA", "Ed25519");
      assertThat(facts.attributes())
          .containsEntry("CKA_SIGN", true)
          .containsEntry("CKA_SENSITIVE", true)
          .containsEntry("CKA_EXTRACTABLE", false)
          .containsEntry("CKA_NEVER_EXTRACTABLE", true)
          .containsEntry("CKA_DERIVE", false)
          .containsEntry("CKA_UNWRAP", false);
    }
  }

  @Test
  void make_pairOfWhichAHalfIsLeft_isMadeAnew() {
    try (Partition partition = SoftHsm.create().open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      KeyFacts first = maker.checkpointKey("c1");
      partition.setUp(
          session -> {
            session.destroy(
                PartitionKeys.only(session, CKO_PRIVATE_KEY, KeyNames.CHECKPOINT).orElseThrow());
            return true;
          });
      assertThat(maker.checkpointKey("c1").check()).isNotEqualTo(first.check());
      assertThat(HsmInventory.read(partition).objects()).hasSize(2);
    }
  }

  @Test
  void make_whereTheTwoHalvesAreOfTwoPairs_isRefused() {
    try (Partition partition = SoftHsm.create().open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      KeyCheck first = maker.checkpointKey("c1").check();
      long other =
          partition
              .setUp(s -> PartitionKeys.only(s, CKO_PUBLIC_KEY, KeyNames.CHECKPOINT))
              .orElseThrow();
      assertThat(first.value()).hasSize(64);
      partition.setUp(
          session -> {
            byte[] point = session.bytes(other, CKA_EC_POINT);
            point[point.length - 1] ^= 1;
            session.destroy(other);
            Template forged =
                new Template()
                    .number(CKA_CLASS, CKO_PUBLIC_KEY)
                    .number(CKA_KEY_TYPE, CKK_EC_EDWARDS)
                    .bytes(CKA_EC_PARAMS, HexFormat.of().parseHex("06032b6570"))
                    .bytes(CKA_EC_POINT, point)
                    .flag(CKA_TOKEN, true);
            return session.create(KeyNames.named(forged, KeyNames.CHECKPOINT, "c1"));
          });
      assertThatThrownBy(() -> maker.checkpointKey("c1")).isInstanceOf(HsmSetupException.class);
    }
  }

  @Test
  void destroy_byLabelAndCheckValue_takesBothHalvesAndNothingElse() {
    try (Partition partition = SoftHsm.create().open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      KeyFacts checkpoint = maker.checkpointKey("c1");
      KeyFacts request = maker.requestKey("c1");
      assertThatThrownBy(() -> maker.destroy(KeyNames.REQUEST, checkpoint.check()))
          .isInstanceOf(KeyRefusedException.class)
          .hasMessageContaining("it is another key");
      assertThat(maker.destroy(KeyNames.CHECKPOINT, checkpoint.check()).orElseThrow().check())
          .isEqualTo(checkpoint.check());
      assertThat(maker.destroy(KeyNames.CHECKPOINT, checkpoint.check())).isEmpty();
      assertThat(maker.find(KeyNames.REQUEST).orElseThrow().check()).isEqualTo(request.check());
      assertThat(HsmInventory.read(partition).objects()).hasSize(1);
      assertThatThrownBy(() -> maker.destroy("kagiban-seed/x", request.check()))
          .isInstanceOf(KeyRefusedException.class);
    }
  }

  @Test
  void kek_ofTheOfficer_isReadBackAndCanBeDestroyed() {
    SoftHsm hsm = SoftHsm.create();
    KeyFacts made;
    try (OfficerSession officer = hsm.officer()) {
      made = officer.generateKek(KEK, "k1");
    }
    try (Partition partition = hsm.open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      KeyFacts read = maker.kek(KEK, false);
      assertThat(read.check()).isEqualTo(made.check());
      assertThat(read.attributes())
          .containsEntry("CKA_UNWRAP_TEMPLATE.CKA_SENSITIVE", true)
          .containsEntry("CKA_UNWRAP_TEMPLATE.CKA_WRAP_WITH_TRUSTED", true)
          .containsAllEntriesOf(made.attributes());
      assertThat(maker.destroy(KEK, made.check())).isPresent();
      assertThatThrownBy(() -> maker.kek(KEK, false)).hasMessageContaining("holds no KEK");
    }
  }

  @Test
  void restore_inASecondPartition_givesTheSameKeyOverARestoredKek() {
    SoftHsm first = SoftHsm.create();
    SoftHsm second = SoftHsm.create();
    WrappedKey kek;
    try (OfficerSession officer = first.officer()) {
      officer.generateKek(KEK, "k1");
      kek = officer.exportKek(KEK, BackupKeys.usual());
    }
    WrappedKey backup;
    try (Partition partition = first.open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      maker.bindingKey("c1");
      backup = maker.backup(KeyNames.BINDING, KEK);
    }
    try (OfficerSession officer = second.officer()) {
      officer.importKek(kek, BackupKeys.usual());
    }
    try (Partition partition = second.open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      byte[] damaged = backup.wrapped();
      damaged[3] ^= 1;
      assertThatThrownBy(
              () ->
                  maker.restore(
                      new WrappedKey(KeyNames.BINDING, "c1", damaged, backup.check()), KEK))
          .isInstanceOf(KeyRefusedException.class);
      assertThat(maker.find(KeyNames.BINDING)).isEmpty();
      assertThat(maker.restore(backup, KEK).check()).isEqualTo(backup.check());
      assertThat(maker.restore(backup, KEK).id()).isEqualTo("c1");
    }
    second.open().close();
  }

  @Test
  void open_whereTheRequestKeyCouldLeaveUnderAnyKey_isRefused() {
    SoftHsm hsm = SoftHsm.create();
    try (Partition partition = hsm.open()) {
      partition.setUp(
          session -> session.create(WeakKeys.readableRequestKey().flag(CKA_SENSITIVE, true)));
    }
    assertThatThrownBy(hsm::open)
        .hasMessageContaining("kagiban-request is weaker than it must be")
        .hasMessageContaining("CKA_WRAP_WITH_TRUSTED is false");
  }

  private static PublicKey publicKey(KeyFacts facts) throws Exception {
    byte[] spki = facts.publicKey().orElseThrow();
    String algorithm = facts.type();
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki));
  }
}
