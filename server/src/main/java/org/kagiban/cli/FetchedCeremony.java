package org.kagiban.cli;

import java.util.Arrays;
import java.util.HexFormat;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.CeremonyFile;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyPlan;
import org.kagiban.v1.Ceremony;
import org.kagiban.yaml.ConfigException;

/**
 * A ceremony as the server told it, its file hashed and read here: what a custodian signs is what
 * this machine has seen.
 */
record FetchedCeremony(CeremonyId id, Ceremony ceremony, byte[] hash) {
  static FetchedCeremony of(CeremonyId id, Ceremony ceremony) {
    byte[] hash = Sha256.of(ceremony.getFile().toByteArray());
    if (!Arrays.equals(hash, ceremony.getFileHash().toByteArray())
        || !ceremony.getCeremonyId().equals(id.toString())) {
      throw new CliException(
          Exit.REFUSED,
          "the server's answer does not fit together (id, file and hash); sign nothing, and have"
              + " the server looked at");
    }
    return new FetchedCeremony(id, ceremony, hash);
  }

  String hex() {
    return HexFormat.of().formatHex(hash);
  }

  /** What the file asks for, read by this program and not by the server. */
  CeremonyPlan plan() {
    try {
      return CeremonyFile.parse("the ceremony's file", ceremony.getFile().toByteArray());
    } catch (ConfigException e) {
      throw new CliException(
          Exit.REFUSED,
          "this command cannot read the ceremony's file; do not approve or run it:%n%s"
              .formatted(e.getMessage()),
          e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FetchedCeremony that && ceremony.equals(that.ceremony);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
