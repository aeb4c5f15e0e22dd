package org.kagiban.app;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.config.HsmSection;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.cli.AtHsm;
import org.kagiban.cli.CliException;
import org.kagiban.cli.Exit;
import org.kagiban.cli.Prompts;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyPlan;
import org.kagiban.custody.ceremony.CeremonyPlan.KekBackup;
import org.kagiban.custody.ceremony.CeremonyPlan.KekGeneration;
import org.kagiban.custody.ceremony.CeremonyPlan.KekRestore;
import org.kagiban.hsm.HsmException;
import org.kagiban.hsm.HsmSetupException;
import org.kagiban.hsm.Pin;
import org.kagiban.yaml.ConfigException;

/** Ceremonies at the HSM, in this process, with the security officer's PIN. */
final class OfficerCeremonies implements AtHsm {
  @Override
  public Prepared prepare(
      Path config, @Nullable Path soPin, CeremonyId id, CeremonyPlan plan, Prompts prompts) {
    HsmSection hsm = section(config, plan.partition());
    OfficerWork work = work(hsm, id, plan, prompts);
    try {
      return new OfficerRun(hsm, pin(soPin, plan.partition(), prompts), work);
    } catch (RuntimeException e) {
      work.close();
      throw e;
    }
  }

  /** The partition that is meant, which of a pool may be any. */
  private static HsmSection section(Path config, String partition) {
    HsmSection home = read(config).hsm();
    for (HsmSection one : home.all()) {
      if (partition.equals(one.partition())) {
        return one;
      }
    }
    if (home.partition() != null) {
      throw CliException.usage(
          "%s is for partition %s, the ceremony for %s; give the other server's file"
              .formatted(config, home.partition(), partition));
    }
    return home;
  }

  private static ServerConfig read(Path config) {
    try {
      return ServerConfig.read(config);
    } catch (ConfigException e) {
      throw new CliException(Exit.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static OfficerWork work(
      HsmSection hsm, CeremonyId id, CeremonyPlan plan, Prompts prompts) {
    if (plan instanceof KekGeneration generation) {
      return new KekGenerationWork(id, generation);
    }
    if (plan instanceof KekBackup backup) {
      return KekBackupWork.prepare(hsm, id, backup, prompts);
    }
    if (plan instanceof KekRestore restore) {
      return KekRestoreWork.prepare(hsm, id, restore, prompts);
    }
    throw new IllegalArgumentException("the server performs " + plan.kind());
  }

  private static Pin pin(@Nullable Path file, String partition, Prompts prompts) {
    try {
      if (file != null) {
        return Pin.fromFile(file);
      }
      char[] typed = prompts.hidden("Security officer's PIN of partition " + partition + ": ");
      byte[] bytes = bytes(typed);
      Arrays.fill(typed, '\0');
      return Pin.typed(bytes);
    } catch (HsmSetupException | HsmException e) {
      throw new CliException(Exit.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Without a String that stays in the heap. */
  private static byte[] bytes(char[] typed) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.duplicate().get(bytes);
    while (encoded.hasRemaining()) {
      encoded.put((byte) 0);
    }
    return bytes;
  }
}
