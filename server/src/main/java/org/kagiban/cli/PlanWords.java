package org.kagiban.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.CeremonyPlan;
import org.kagiban.custody.ceremony.CeremonyPlan.KekBackup;
import org.kagiban.custody.ceremony.CeremonyPlan.KekGeneration;
import org.kagiban.custody.ceremony.CeremonyPlan.KekRestore;
import org.kagiban.custody.ceremony.CeremonyPlan.KekRotation;
import org.kagiban.custody.ceremony.CeremonyPlan.KeyDestruction;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedBatch;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedMigration;
import org.kagiban.custody.ceremony.CeremonyPlan.TransportKey;
import org.kagiban.yaml.VisibleText;

/** Says what a ceremony asks for, in sentences for the people who decide about it. */
final class PlanWords {
  private PlanWords() {}

  static String of(CeremonyPlan plan) {
    return what(plan)
        + "\nPartition: "
        + VisibleText.of(plan.partition())
        + ".\nPerformed "
        + (plan.byServer()
            ? "by the server."
            : "at the HSM's machine, with the security officer's PIN.");
  }

  private static String what(CeremonyPlan plan) {
    if (plan instanceof KekGeneration kek) {
      return "Make the key %s, which wraps seeds (KEK).".formatted(kek.label());
    }
    if (plan instanceof KekBackup backup) {
      return "Back up %s and the keys beside it into the file %s, under a key that %s hold in"
              .formatted(backup.label(), backup.output(), people(backup.custodians()))
          + " components.";
    }
    if (plan instanceof KekRestore restore) {
      return "Restore %s from the file %s (SHA-256 %s), with the components of %s."
          .formatted(
              restore.label(), restore.input(), restore.sha256(), people(restore.custodians()));
    }
    if (plan instanceof TransportKey key) {
      return transportKey(key);
    }
    if (plan instanceof KeyDestruction key) {
      return "Destroy the key %s, key check value %s. It cannot be brought back."
          .formatted(key.label(), key.kcv());
    }
    return ofSeeds(plan);
  }

  private static String ofSeeds(CeremonyPlan plan) {
    if (plan instanceof SeedBatch batch) {
      return "Load %,d seeds for %s from the uploaded file with the SHA-256%n  %s"
          .formatted(batch.records(), batch.institution().id(), batch.sha256());
    }
    if (plan instanceof KekRotation rotation) {
      return "Wrap every stored seed under %s instead of %s, and new ones from the beginning."
          .formatted(rotation.to(), rotation.from());
    }
    if (plan instanceof SeedMigration migration) {
      return "Move every seed: from now on they are %s."
          .formatted(migration.to().name().toLowerCase(Locale.ROOT));
    }
    return switch (plan.kind()) {
      case "partition-keys" -> "Make the partition's request key and binding key.";
      case "import-key" -> "Make the key pair that seed files are sealed for.";
      case "checkpoint-key" -> "Make the key that signs the audit log's checkpoints.";
      default -> "A ceremony of kind " + plan.kind() + ".";
    };
  }

  private static String transportKey(TransportKey key) {
    @Nullable String kcv = key.kcv();
    return "Take in the vendor's key %s, AES-%d, in components of %s; %s."
        .formatted(
            key.label(),
            key.bits(),
            people(key.custodians()),
            kcv == null
                ? "the vendor has told no key check value"
                : "key check value as the vendor says: " + kcv);
  }

  private static String people(java.util.List<String> names) {
    return VisibleText.of(String.join(", ", names));
  }
}
