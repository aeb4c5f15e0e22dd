package org.kagiban.app.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kagiban.app.config.HsmSection;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.custody.ceremony.KeyLabels;
import org.kagiban.hsm.HsmException;
import org.kagiban.hsm.HsmInventory;
import org.kagiban.hsm.HsmSetupException;
import org.kagiban.hsm.MissingFeature;
import org.kagiban.hsm.Partition;
import org.kagiban.hsm.PartitionKeyMaker;
import org.kagiban.verification.UnavailableException;

/** The partition: login, mechanisms, keys and seeds. Makes nothing that outlives its session. */
final class HsmCheck {
  private static final int RAW = 32;
  private static final int MANY_RESIDENT = 100_000;

  private final HsmSection section;
  private final Findings found;

  HsmCheck(HsmSection section, Findings found) {
    this.section = section;
    this.found = found;
  }

  /** The first partition, or the only one. */
  void run(Supplier<Partition> hsm, StoreFacts store, HsmFacts facts) {
    opened(
        hsm,
        partition -> {
          facts.partition = partition.label();
          PartitionKeyMaker keys = new PartitionKeyMaker(partition);
          keys(keys, facts);
          keks(keys, store, facts);
          seeds(partition, HsmInventory.read(partition));
        });
  }

  /** Another partition of the pool, which must have the keys of the first. */
  void runOther(Supplier<Partition> hsm, HsmFacts first) {
    opened(
        hsm,
        partition -> {
          PartitionKeyMaker keys = new PartitionKeyMaker(partition);
          first.shared.forEach((label, check) -> shared(keys, label, check));
          seeds(partition, HsmInventory.read(partition));
        });
  }

  private void opened(Supplier<Partition> hsm, Consumer<Partition> look) {
    try (Partition partition = hsm.get()) {
      found.ok("the library " + section.library().path() + " works");
      found.ok(
          "partition "
              + partition.label()
              + ", serial "
              + partition.serial()
              + ", "
              + partition.model()
              + ", is open: the PIN is right");
      mechanisms(partition);
      look.accept(partition);
    } catch (HsmSetupException | HsmException | UnavailableException e) {
      found.fail(
          String.valueOf(e.getMessage()), "correct what it names; hsm-config/README.md has more");
    }
  }

  private void shared(PartitionKeyMaker maker, String label, String check) {
    try {
      String there =
          KeyLabels.isKek(label)
              ? maker.kek(label, section.acceptsKekNotEnforced()).check().value()
              : maker.find(label).map(facts -> facts.check().value()).orElse("none");
      found.expect(
          there.equals(check),
          label + " is the first partition's",
          label + " is not the first partition's: check value " + there + ", not " + check,
          "restore it by a kek-restore ceremony: hsm-config/README.md, A pool");
    } catch (HsmSetupException | KeyRefusedException e) {
      found.fail(
          String.valueOf(e.getMessage()),
          "restore it by a kek-restore ceremony: hsm-config/README.md, A pool");
    }
  }

  private void mechanisms(Partition partition) {
    for (MissingFeature feature : partition.missing()) {
      found.warn(
          feature.toString(), "use another HSM or a newer version of its software, if you need it");
    }
    if (partition.missing().isEmpty()) {
      found.ok("every mechanism is there, and keys that must stay do stay");
    }
  }

  private void keys(PartitionKeyMaker maker, HsmFacts facts) {
    key(maker, KeyLabels.REQUEST, true, "partition-keys", "no call is served")
        .ifPresent(key -> facts.shared.put(KeyLabels.REQUEST, key.check().value()));
    key(maker, KeyLabels.BINDING, false, "partition-keys", "seeds cannot rest in the database")
        .filter(key -> wrapped())
        .ifPresent(key -> facts.shared.put(KeyLabels.BINDING, key.check().value()));
    key(maker, KeyLabels.IMPORT, false, "import-key", "seed files cannot be loaded");
    key(maker, KeyLabels.CHECKPOINT, false, "checkpoint-key", "the log is not signed")
        .flatMap(KeyFacts::publicKey)
        .ifPresent(
            spki -> facts.checkpointKey = Arrays.copyOfRange(spki, spki.length - RAW, spki.length));
  }

  private Optional<KeyFacts> key(
      PartitionKeyMaker maker, String label, boolean needed, String ceremony, String cost) {
    try {
      Optional<KeyFacts> facts = maker.find(label);
      String remedy = "perform a " + ceremony + " ceremony: hsm-config/README.md";
      if (facts.isPresent()) {
        KeyFacts key = facts.get();
        found.ok(label + ": " + key.description() + ", check value " + key.check().value());
      } else if (needed) {
        found.fail("there is no key " + label + ": " + cost, remedy);
      } else {
        found.warn("there is no key " + label + ": " + cost, remedy);
      }
      return facts;
    } catch (HsmSetupException | KeyRefusedException e) {
      found.fail(
          String.valueOf(e.getMessage()),
          "find out who made it before you replace it by a ceremony");
      return Optional.empty();
    }
  }

  private void keks(PartitionKeyMaker maker, StoreFacts store, HsmFacts shared) {
    List<CustodyKey> keks =
        store.keys.stream()
            .filter(key -> key.kind().equals(KeyLabels.KEK))
            .filter(key -> key.state() != CustodyKey.State.DESTROYED)
            .toList();
    for (CustodyKey kek : keks) {
      kek(maker, kek, shared);
    }
    boolean active = keks.stream().anyMatch(key -> key.state() == CustodyKey.State.ACTIVE);
    if (wrapped() && !active) {
      found.fail(
          "hsm.seeds is wrapped, and no KEK is active: no seed can be made or loaded",
          "perform a kek-generation ceremony: hsm-config/README.md");
    }
  }

  private boolean wrapped() {
    return section.seeds() == HsmSection.Seeds.WRAPPED;
  }

  private void kek(PartitionKeyMaker maker, CustodyKey kek, HsmFacts shared) {
    try {
      KeyFacts facts = maker.kek(kek.label(), section.acceptsKekNotEnforced());
      if (wrapped()) {
        shared.shared.put(kek.label(), facts.check().value());
      }
      found.expect(
          Arrays.equals(facts.kcv(), kek.kcv()),
          kek.label() + " is as its ceremony made it, and protects what it wraps",
          kek.label() + " has another check value than its ceremony wrote down",
          "restore the KEK from its backup, and find out who replaced it");
    } catch (HsmSetupException | KeyRefusedException e) {
      found.fail(String.valueOf(e.getMessage()), "restore the KEK from its backup by a ceremony");
    }
  }

  private void seeds(Partition partition, HsmInventory inventory) {
    long weak =
        inventory.objects().stream()
            .filter(HsmInventory.Item::isSeed)
            .filter(HsmCheck::readable)
            .count();
    long count = inventory.seedCount();
    found.expect(
        weak == 0,
        count + " seeds in the partition, none of which leaves it in plaintext",
        weak + " of " + count + " seeds in the partition could be read by who has the user PIN",
        "find out who made them; replace those tokens (kagiban replace)");
    if (count > MANY_RESIDENT) {
      found.warn(
          count + " seeds are objects in " + partition.model() + ": more than were measured",
          "set hsm.seeds: wrapped and perform a seed-migration ceremony");
    }
  }

  private static boolean readable(HsmInventory.Item seed) {
    boolean sensitive = seed.flags().getOrDefault("CKA_SENSITIVE", false);
    boolean extractable = seed.flags().getOrDefault("CKA_EXTRACTABLE", true);
    boolean trustedOnly = seed.flags().getOrDefault("CKA_WRAP_WITH_TRUSTED", false);
    return !sensitive || (extractable && !trustedOnly);
  }
}
