package org.kagiban.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kagiban.app.config.HsmSection;
import org.kagiban.cli.BackupKeyEntry;
import org.kagiban.cli.CliException;
import org.kagiban.cli.Exit;
import org.kagiban.cli.Prompts;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.BackupFile;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyPlan.KekRestore;
import org.kagiban.custody.ceremony.HsmOutcome;
import org.kagiban.custody.ceremony.WrappedKey;
import org.kagiban.hsm.OfficerSession;
import org.kagiban.hsm.Partition;
import org.kagiban.hsm.PartitionKeyMaker;
import org.kagiban.yaml.ConfigException;

/** Brings a backup into another partition. */
final class KekRestoreWork implements OfficerWork {
  private final CeremonyId id;
  private final KekRestore plan;
  private final BackupFile backup;
  private final BackupKeyEntry.Entered entered;
  private final List<HsmOutcome.Key> restored = new ArrayList<>();

  private KekRestoreWork(
      CeremonyId id, KekRestore plan, BackupFile backup, BackupKeyEntry.Entered entered) {
    this.id = id;
    this.plan = plan;
    this.backup = backup;
    this.entered = entered;
  }

  static KekRestoreWork prepare(HsmSection hsm, CeremonyId id, KekRestore plan, Prompts prompts) {
    BackupFile backup = read(plan);
    return new KekRestoreWork(id, plan, backup, BackupKeyEntry.ask(prompts, plan.custodians()));
  }

  private static BackupFile read(KekRestore plan) {
    Path file = Path.of(plan.input());
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CliException(
          Exit.USAGE, "cannot read the backup " + file + "; run this in its folder", e);
    }
    if (!Sha256.hex(bytes).equals(plan.sha256())) {
      throw CliException.usage(
          file + " is not the backup that the ceremony names: its SHA-256 differs");
    }
    try {
      BackupFile backup = BackupFile.parse(file.toString(), bytes);
      if (!backup.kek().label().equals(plan.label())) {
        throw CliException.usage(
            "%s holds %s, not %s".formatted(file, backup.kek().label(), plan.label()));
      }
      return backup;
    } catch (ConfigException e) {
      throw new CliException(Exit.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void asOfficer(OfficerSession officer) {
    restored.add(HsmOutcome.Key.of(officer.importKek(backup.kek(), entered.key())));
  }

  @Override
  public HsmOutcome asUser(HsmSection hsm) {
    try (Partition partition = Partition.open(Adapters.hsm(hsm), Pins.fetch(hsm))) {
      PartitionKeyMaker keys = new PartitionKeyMaker(partition);
      for (WrappedKey key : backup.keys()) {
        restored.add(HsmOutcome.Key.of(keys.restore(key, plan.label())));
      }
    }
    return new HsmOutcome(
        id,
        plan.kind(),
        restored,
        entered.checks(),
        Map.of("backup-of", backup.partition() + ", ceremony " + backup.ceremony()));
  }

  @Override
  public void close() {
    entered.close();
  }
}
