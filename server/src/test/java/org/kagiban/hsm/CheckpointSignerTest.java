package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.verification.UnavailableException;
import sun.security.pkcs11.wrapper.PKCS11Exception;

class CheckpointSignerTest {
  private static final String ORIGIN = "kagiban/test";
  private static final String TEXT = "kagiban/test\n0\nroot\n";

  private static RunningHsm withKey() {
    SoftHsm hsm = SoftHsm.initialised();
    try (Partition partition = hsm.open()) {
      KeyFacts unused = new PartitionKeyMaker(partition).checkpointKey("c1");
    }
    return new RunningHsm(hsm.config());
  }

  private static CheckpointSigner find(RunningHsm hsm) {
    return CheckpointSigner.find(hsm.workers, ORIGIN).orElseThrow();
  }

  private static VerifierKey key(CheckpointSigner signer) {
    return VerifierKey.of(signer.name(), KeyType.ED25519, signer.publicKey());
  }

  @Test
  void sign_note_verifiesUnderItsKeyAndNotUnderAnotherPartitions() throws Exception {
    SignedNote note;
    VerifierKey first;
    try (RunningHsm hsm = withKey()) {
      CheckpointSigner signer = find(hsm);
      first = key(signer);
      note = SignedNote.sign(TEXT, signer);
      assertThat(SignedNote.sign(TEXT, signer).encode()).isEqualTo(note.encode());
      assertThat(find(hsm).publicKey()).isEqualTo(signer.publicKey());
    }
    assertThat(note.verify(List.of(first))).containsExactly(first);
    try (RunningHsm other = withKey()) {
      VerifierKey second = key(find(other));
      assertThat(second.publicKey()).isNotEqualTo(first.publicKey());
      assertThatThrownBy(() -> note.verify(List.of(second))).isInstanceOf(NoteException.class);
    }
  }

  @Test
  void find_beforeTheCeremony_isEmpty() {
    try (RunningHsm hsm = new RunningHsm(SoftHsm.initialised().config())) {
      assertThat(CheckpointSigner.find(hsm.workers, ORIGIN)).isEmpty();
      KeyFacts made = new PartitionKeyMaker(hsm.partition).checkpointKey("c1");
      byte[] spki = made.publicKey().orElseThrow();
      assertThat(find(hsm).publicKey()).hasSize(32);
      assertThat(spki).endsWith(find(hsm).publicKey());
    }
  }

  @Test
  void sign_whileLost_isUnavailable_andAfterwardsSignsAgain() throws Exception {
    try (RunningHsm hsm = withKey()) {
      CheckpointSigner signer = find(hsm);
      byte[] before = SignedNote.sign(TEXT, signer).encode();
      lose(hsm);
      assertThatThrownBy(() -> SignedNote.sign(TEXT, signer))
          .isInstanceOf(UnavailableException.class);
      await().until(hsm.workers::healthy);
      assertThat(SignedNote.sign(TEXT, signer).encode()).isEqualTo(before);
    }
  }

  private static void lose(RunningHsm hsm) throws PKCS11Exception {
    RunningHsm.get(hsm.workers.ping());
    hsm.partition.generation().instance().pkcs11().C_Finalize(null);
  }

  /** SoftHSM shows objects that were gone once to none who was logged in then. */
  @Test
  void sign_keyOutOfSightForAMoment_signsAgainOnceItIsBack() throws Exception {
    try (RunningHsm hsm = withKey()) {
      CheckpointSigner signer = find(hsm);
      byte[] before = SignedNote.sign(TEXT, signer).encode();
      Closeable back = SoftHsm.away(hsm.partition);
      try {
        assertThatThrownBy(() -> SignedNote.sign(TEXT, signer))
            .isInstanceOf(UnavailableException.class);
      } finally {
        back.close();
      }
      await()
          .ignoreExceptions()
          .untilAsserted(
              () -> assertThat(SignedNote.sign(TEXT, signer).encode()).isEqualTo(before));
    }
  }

  @Test
  void sign_keyDestroyedOrReplaced_neverSignsWithAnother() {
    try (RunningHsm hsm = withKey()) {
      CheckpointSigner signer = find(hsm);
      assertThat(signer.sign(new byte[1])).hasSize(64);
      PartitionKeyMaker maker = new PartitionKeyMaker(hsm.partition);
      KeyFacts old = maker.find(KeyNames.CHECKPOINT).orElseThrow();
      assertThat(maker.destroy(KeyNames.CHECKPOINT, old.check())).isPresent();
      assertThat(CheckpointSigner.find(hsm.workers, ORIGIN)).isEmpty();
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> SignedNote.sign(TEXT, signer))
            .isInstanceOf(UnavailableException.class);
      }
      KeyFacts unused = maker.checkpointKey("c2");
      assertThatThrownBy(() -> SignedNote.sign(TEXT, signer))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not fit its key");
      assertThat(SignedNote.sign(TEXT, find(hsm)).signatures()).hasSize(1);
    }
  }
}
