package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kagiban.verification.UnavailableException;

class PartitionTest {
  private static HsmConfig config(@Nullable String label, @Nullable String serial) {
    return new HsmConfig(
        SoftHsm.LIBRARY,
        label,
        serial,
        2,
        16,
        HsmConfig.DEFAULT_CALL_LIMIT,
        Provider.softHsm().quirks());
  }

  @Test
  void open_labelThatIsMissing_listsThoseThatExist() {
    SoftHsm there = SoftHsm.create();
    assertThatThrownBy(() -> Partition.open(config("no-such", null), SoftHsm.pin()))
        .isInstanceOf(HsmSetupException.class)
        .hasMessageContaining("no partition \"no-such\"")
        .hasMessageContaining("\"" + there.label() + "\" (serial ");
  }

  @Test
  void open_labelOfTwo_isAmbiguousUntilTheSerialIsNamed() {
    String label = "twin-" + UUID.randomUUID().toString().substring(0, 8);
    SoftHsm.create(label);
    SoftHsm.create(label);
    Throwable refused = catchThrowable(() -> Partition.open(config(label, null), SoftHsm.pin()));
    assertThat(refused)
        .isInstanceOf(HsmSetupException.class)
        .hasMessageContaining("2 partitions \"" + label + "\"")
        .hasMessageContaining("serial");
    String serial =
        String.valueOf(refused.getMessage()).replaceFirst("(?s).*?serial (\\w+).*", "$1");
    try (Partition partition = Partition.open(config(null, serial), SoftHsm.pin())) {
      assertThat(partition.label()).isEqualTo(label);
      assertThat(partition.serial()).isEqualTo(serial);
    }
  }

  @Test
  void open_wrongPin_saysSoAndWhatToDo() {
    SoftHsm hsm = SoftHsm.create();
    assertThatThrownBy(() -> Partition.open(hsm.config(), SoftHsm.pin("not-the-pin")))
        .isInstanceOfSatisfying(HsmSetupException.class, e -> assertThat(e.pinRefused()).isTrue())
        .hasMessageContaining("the PIN is wrong")
        .hasMessageContaining("will not be sent again")
        .hasMessageContaining("C_Login: CKR_PIN_INCORRECT (0xa0)")
        .hasMessageNotContaining("not-the-pin");
    try (Partition partition = hsm.open()) {
      assertThat(partition.isOpen()).isTrue();
    }
  }

  @Test
  void open_libraryThatIsMissing_saysWhere() {
    HsmConfig config = HsmConfig.of(Path.of("/nowhere/lib.so"), "any");
    assertThatThrownBy(() -> Partition.open(config, SoftHsm.pin()))
        .isInstanceOf(HsmSetupException.class)
        .hasMessageContaining("/nowhere/lib.so")
        .hasMessageContaining("install");
  }

  @Test
  void open_fileThatIsNoLibrary_isRefused() {
    HsmConfig config = HsmConfig.of(SoftHsm.pinFile("text"), "any");
    assertThatThrownBy(() -> Partition.open(config, SoftHsm.pin()))
        .isInstanceOf(HsmSetupException.class)
        .hasMessageContaining("cannot be loaded");
  }

  @Test
  void open_twoPartitionsOfOneLibrary_bothWorkAndOneSurvivesTheOther() {
    SoftHsm first = SoftHsm.create();
    SoftHsm second = SoftHsm.create();
    try (Partition two = second.open()) {
      try (Partition one = first.open()) {
        assertThat(PartitionKeys.create(one)).hasSize(2);
        assertThat(HsmInventory.read(one).objects()).hasSize(3);
        assertThat(HsmInventory.read(two).objects()).isEmpty();
      }
      assertThat(HsmInventory.read(two).objects()).isEmpty();
    }
  }

  @Test
  void close_lastPartition_logsOut() {
    SoftHsm hsm = SoftHsm.create();
    Partition partition = hsm.open();
    partition.close();
    partition.close();
    assertThat(partition.isOpen()).isFalse();
    assertThatThrownBy(() -> HsmInventory.read(partition))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> Partition.open(hsm.config(), SoftHsm.pin("not-the-pin")))
        .hasMessageContaining("the PIN is wrong");
  }

  @Test
  void create_keysTwice_makesThemOnce() {
    SoftHsm hsm = SoftHsm.create();
    try (Partition partition = hsm.open()) {
      assertThat(PartitionKeys.create(partition))
          .containsExactly("kagiban-import", "kagiban-request");
      assertThat(PartitionKeys.create(partition)).isEmpty();
      assertThat(HsmInventory.read(partition).objects())
          .extracting(HsmInventory.Item::kind)
          .containsExactly("public key", "private key", "secret key");
    }
  }

  @Test
  void custody_onPartitionWithoutKeys_saysWhatToPerform() {
    try (Partition partition = SoftHsm.create().open();
        HsmWorkers workers = new HsmWorkers(partition)) {
      HsmCustody custody = new HsmCustody(workers);
      assertThatThrownBy(custody::importPublicKey)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("an import-key ceremony");
      assertThatThrownBy(() -> RunningHsm.get(custody.requestMac(new byte[1])))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("a partition-keys ceremony");
    }
  }

  @Test
  void open_partitionWithAWeakKey_isRefused() {
    SoftHsm hsm = SoftHsm.create();
    try (Partition partition = hsm.open()) {
      partition.setUp(session -> session.create(WeakKeys.readableRequestKey()));
    }
    assertThatThrownBy(hsm::open)
        .isInstanceOf(HsmSetupException.class)
        .hasMessageContaining("kagiban-request is weaker than it must be")
        .hasMessageContaining("CKA_EXTRACTABLE is true");
  }

  @Test
  void missing_onSoftHsm_isNothing() {
    try (Partition partition = SoftHsm.create().open()) {
      assertThat(partition.missing()).isEmpty();
    }
  }

  @Test
  void missing_withoutMechanisms_namesWhatEachCosts() {
    List<MissingFeature> missing = Mechanisms.missing(Set.of(), KeyWrap.PAD);
    assertThat(missing).hasSize(7);
    assertThat(missing)
        .filteredOn(MissingFeature::fatal)
        .extracting(MissingFeature::mechanism)
        .containsExactly("CKM_SHA_1_HMAC");
    assertThat(Mechanisms.missing(Set.of(0x221L), KeyWrap.PAD).toString())
        .contains("CKM_AES_KEY_WRAP_PAD is missing: sealed seed files cannot be loaded");
  }

  @Test
  void spelling_ofManyGenerations_isAlwaysAnotherAndStaysShort() {
    Path library = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    List<String> spellings =
        LongStream.range(0, 5000).mapToObj(i -> LibraryLoader.spelling(library, i)).toList();
    assertThat(spellings).doesNotHaveDuplicates().first().isEqualTo(library.toString());
    assertThat(spellings).allMatch(s -> Path.of(s).normalize().equals(library));
    assertThat(LibraryLoader.spelling(library, Long.MAX_VALUE).length()).isLessThan(200);
    assertThat(spellings.stream().map(String::length).collect(Collectors.toSet()))
        .hasSizeLessThan(40);
  }
}
