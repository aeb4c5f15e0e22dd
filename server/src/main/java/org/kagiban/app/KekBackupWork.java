package org.kagiban.app;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.config.HsmSection;
import org.kagiban.cli.BackupKeyEntry;
import org.kagiban.cli.CliException;
import org.kagiban.cli.NewFiles;
import org.kagiban.cli.Prompts;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.BackupFile;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyPlan.KekBackup;
import org.kagiban.custody.ceremony.HsmOutcome;
import org.kagiban.custody.ceremony.WrappedKey;
import org.kagiban.hsm.KeyNames;
import org.kagiban.hsm.OfficerSession;
import org.kagiban.hsm.Partition;
import org.kagiban.hsm.PartitionKeyMaker;

/** Copies a KEK, under a key of components, and the server's own keys, under the KEK. */
final class KekBackupWork implements OfficerWork {
  private final CeremonyId id;
  private final KekBackup plan;
  private final BackupKeyEntry.Entered entered;
  private @Nullable WrappedKey kek;

  private KekBackupWork(CeremonyId id, KekBackup plan, BackupKeyEntry.Entered entered) {
    this.id = id;
    this.plan = plan;
    this.entered = entered;
  }

  static KekBackupWork prepare(HsmSection hsm, CeremonyId id, KekBackup plan, Prompts prompts) {
    Path target = Path.of(plan.output());
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw CliException.usage(target + " exists already; move it away, it is not written over");
    }
    return new KekBackupWork(id, plan, BackupKeyEntry.ask(prompts, plan.custodians()));
  }

  @Override
  public void asOfficer(OfficerSession officer) {
    kek = officer.exportKek(plan.label(), entered.key());
  }

  @Override
  public HsmOutcome asUser(HsmSection hsm) {
    WrappedKey first = Objects.requireNonNull(kek, "the officer comes first");
    List<WrappedKey> others = new ArrayList<>();
    try (Partition partition = Partition.open(Adapters.hsm(hsm), Pins.fetch(hsm))) {
      PartitionKeyMaker keys = new PartitionKeyMaker(partition);
      for (String label : List.of(KeyNames.REQUEST, KeyNames.BINDING)) {
        others.add(keys.backup(label, plan.label()));
      }
    }
    byte[] file = new BackupFile(id, plan.partition(), first, others).bytes();
    String text = new String(file, StandardCharsets.UTF_8);
    NewFiles.write(Path.of(plan.output()), text, NewFiles.PRIVATE);
    List<HsmOutcome.Key> keys = new ArrayList<>();
    keys.add(HsmOutcome.Key.of(first));
    others.forEach(other -> keys.add(HsmOutcome.Key.of(other)));
    return new HsmOutcome(
        id,
        plan.kind(),
        keys,
        entered.checks(),
        Map.of("backup-file", plan.output() + ", sha256 " + Sha256.hex(file)));
  }

  @Override
  public void close() {
    entered.close();
  }
}
