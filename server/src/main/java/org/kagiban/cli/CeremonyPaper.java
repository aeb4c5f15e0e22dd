package org.kagiban.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.CeremonyFile;
import org.kagiban.custody.ceremony.CeremonyPlan;
import org.kagiban.yaml.ConfigException;

/** A ceremony's file on this machine, read strictly. */
record CeremonyPaper(CeremonyPlan plan, byte[] bytes) {
  private static final int MAX = 64 * 1024;

  /**
   * @throws CliException (usage) with every mistake in it
   */
  static CeremonyPaper read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX + 1);
      return new CeremonyPaper(CeremonyFile.parse(file.toString(), bytes), bytes);
    } catch (ConfigException e) {
      throw new CliException(Exit.USAGE, "not a ceremony's file:\n" + e.getMessage(), e);
    } catch (IOException e) {
      throw new CliException(
          Exit.USAGE,
          "cannot read %s; give the path of a ceremony's file, such as those in".formatted(file)
              + " hsm-config/ceremonies",
          e);
    }
  }

  byte[] hash() {
    return Sha256.of(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CeremonyPaper that && java.util.Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(bytes);
  }
}
