package org.kagiban.custody.ceremony;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kagiban.yaml.Nearest;
import org.kagiban.yaml.Section;

/** Reads what a ceremony's file asks for. Each kind has its own keys, and no others. */
final class PlanReader {
  private static final Map<String, Function<PlanFields, CeremonyPlan>> KINDS = kinds();

  /** Keys that not every kind has, and which have them. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "key", "kek-generation, kek-backup, kek-restore, transport-key or key-destruction",
          "output", "kek-backup",
          "input", "kek-restore",
          "sha256", "kek-restore or seed-batch",
          "custodians", "kek-backup, kek-restore or transport-key",
          "institution", CeremonyPlan.SeedBatch.KIND,
          "records", CeremonyPlan.SeedBatch.KIND,
          "from", "kek-rotation",
          "to", "kek-rotation or seed-migration");

  private PlanReader() {}

  private static Map<String, Function<PlanFields, CeremonyPlan>> kinds() {
    Map<String, Function<PlanFields, CeremonyPlan>> kinds = new LinkedHashMap<>();
    kinds.put("partition-keys", f -> new CeremonyPlan.PartitionKeys(f.partition()));
    kinds.put("import-key", f -> new CeremonyPlan.ImportKey(f.partition()));
    kinds.put("checkpoint-key", f -> new CeremonyPlan.CheckpointKey(f.partition()));
    kinds.put(
        "kek-generation", f -> new CeremonyPlan.KekGeneration(f.partition(), f.keyWithKekLabel()));
    kinds.put(
        "kek-backup",
        f ->
            new CeremonyPlan.KekBackup(
                f.partition(), f.keyWithKekLabel(), f.fileName("output"), f.custodians()));
    kinds.put(
        "kek-restore",
        f ->
            new CeremonyPlan.KekRestore(
                f.partition(),
                f.keyWithKekLabel(),
                f.fileName("input"),
                f.sha256("the backup file's, as the backup's transcript has it"),
                f.custodians()));
    kinds.put("transport-key", PlanFields::transportKey);
    kinds.put(
        CeremonyPlan.SeedBatch.KIND,
        f ->
            new CeremonyPlan.SeedBatch(
                f.partition(),
                f.institution(),
                f.sha256("the sealed seed file's, as the check's report has it"),
                f.records()));
    kinds.put("kek-rotation", PlanFields::rotation);
    kinds.put(
        "seed-migration", f -> new CeremonyPlan.SeedMigration(f.partition(), f.migrationTo()));
    kinds.put("key-destruction", PlanFields::destruction);
    return kinds;
  }

  /** Null where the kind is not known; that is noted as a mistake. */
  static @Nullable CeremonyPlan read(Section root) {
    String kind = root.text("ceremony", "a kind, one of " + String.join(", ", KINDS.keySet()));
    Function<PlanFields, CeremonyPlan> reader = KINDS.get(kind);
    if (reader == null) {
      if (!kind.isEmpty()) {
        root.refuse("ceremony", "is no kind of ceremony; " + Nearest.hint(kind, KINDS.keySet()));
      }
      return null;
    }
    CeremonyPlan plan = reader.apply(new PlanFields(root));
    root.end(foreign(kind, ELSEWHERE));
    return plan;
  }

  /** What to say of keys that stand in files of other kinds. */
  static Map<String, String> foreign(String kind, Map<String, String> elsewhere) {
    Map<String, String> messages = new LinkedHashMap<>();
    elsewhere.forEach(
        (key, kinds) ->
            messages.put(
                key, "has no meaning for " + kind + ", only for " + kinds + "; remove it"));
    return messages;
  }
}
