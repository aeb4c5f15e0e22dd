package org.kagiban.custody.ceremony;

import java.util.Locale;

/** Says in one line what a ceremony does. */
final class Summary {
  private Summary() {}

  static String of(CeremonyPlan plan) {
    return what(plan) + " (partition " + plan.partition() + ")";
  }

  private static String what(CeremonyPlan plan) {
    if (plan instanceof CeremonyPlan.KekGeneration kek) {
      return "makes the KEK " + kek.label() + ", with the security officer's PIN";
    }
    if (plan instanceof CeremonyPlan.KekBackup backup) {
      return "backs " + backup.label() + " up into the file " + backup.output();
    }
    if (plan instanceof CeremonyPlan.KekRestore restore) {
      return "restores " + restore.label() + " from the file " + restore.input();
    }
    if (plan instanceof CeremonyPlan.TransportKey key) {
      return "takes in " + key.label() + " in " + key.custodians().size() + " components";
    }
    if (plan instanceof CeremonyPlan.KeyDestruction key) {
      return "destroys the key " + key.label() + " with the key check value " + key.kcv();
    }
    return ofSeeds(plan);
  }

  private static String ofSeeds(CeremonyPlan plan) {
    if (plan instanceof CeremonyPlan.SeedBatch batch) {
      return "loads " + batch.records() + " seeds for " + batch.institution();
    }
    if (plan instanceof CeremonyPlan.KekRotation rotation) {
      return "wraps every seed under " + rotation.to() + " instead of " + rotation.from();
    }
    if (plan instanceof CeremonyPlan.SeedMigration migration) {
      return "moves every seed: " + migration.to().name().toLowerCase(Locale.ROOT) + " from now on";
    }
    if (plan instanceof CeremonyPlan.PartitionKeys) {
      return "makes the request key and the binding key";
    }
    return plan instanceof CeremonyPlan.ImportKey
        ? "makes the import key that seed files are sealed for"
        : "makes the key that signs the audit log's checkpoints";
  }
}
