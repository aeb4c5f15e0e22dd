package org.kagiban.custody.ceremony;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Institution;

/** What a ceremony's file asks for, by kind. Each has a {@code partition}: the HSM's label. */
public sealed interface CeremonyPlan {
  String partition();

  /** As the file names it. */
  String kind();

  /** Whether the server performs it; otherwise it is done at the HSM, with the SO's PIN. */
  default boolean byServer() {
    return true;
  }

  /** The request key and the binding key. */
  record PartitionKeys(String partition) implements CeremonyPlan {
    @Override
    public String kind() {
      return "partition-keys";
    }
  }

  /** The key pair that seed files are sealed for. */
  record ImportKey(String partition) implements CeremonyPlan {
    @Override
    public String kind() {
      return "import-key";
    }
  }

  /** The key that signs the audit log's checkpoints. */
  record CheckpointKey(String partition) implements CeremonyPlan {
    @Override
    public String kind() {
      return "checkpoint-key";
    }
  }

  /**
   * A KEK for seeds, made by the security officer. The first one becomes active at once, another by
   * a rotation.
   *
   * @param label kagiban-kek- and a number
   */
  record KekGeneration(String partition, String label) implements CeremonyPlan {
    @Override
    public String kind() {
      return "kek-generation";
    }

    @Override
    public boolean byServer() {
      return false;
    }
  }

  /**
   * A KEK and the support keys, for a second partition.
   *
   * @param output name of the new file, in the folder where the command runs
   * @param custodians who hold a component of the backup key, 2 or 3 persons
   */
  record KekBackup(String partition, String label, String output, List<String> custodians)
      implements CeremonyPlan {
    @Override
    public String kind() {
      return "kek-backup";
    }

    @Override
    public boolean byServer() {
      return false;
    }
  }

  /**
   * A backup into another partition.
   *
   * @param partition the second one
   * @param input name of the backup file
   * @param sha256 of that file, lower-case hexadecimal
   */
  record KekRestore(
      String partition, String label, String input, String sha256, List<String> custodians)
      implements CeremonyPlan {
    @Override
    public String kind() {
      return "kek-restore";
    }

    @Override
    public boolean byServer() {
      return false;
    }
  }

  /**
   * A vendor's transport key, of components.
   *
   * @param label kagiban-vendor- and a name
   * @param bits 128, 192 or 256
   * @param custodians who hold a component, 2 or 3 persons
   * @param kcv what the vendor says the key's check value is, lower-case hexadecimal; null where it
   *     says nothing
   */
  record TransportKey(
      String partition, String label, int bits, List<String> custodians, @Nullable String kcv)
      implements CeremonyPlan {
    @Override
    public String kind() {
      return "transport-key";
    }
  }

  /**
   * A sealed seed file that was uploaded and checked.
   *
   * @param sha256 of the sealed file, lower-case hexadecimal
   * @param records how many good ones the check found
   */
  record SeedBatch(String partition, Institution institution, String sha256, long records)
      implements CeremonyPlan {
    /** {@link #kind}. */
    public static final String KIND = "seed-batch";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * Wraps every stored seed under another KEK, which wraps all new ones from its beginning.
   *
   * @param from label of the KEK until now
   * @param to label of the next
   */
  record KekRotation(String partition, String from, String to) implements CeremonyPlan {
    @Override
    public String kind() {
      return "kek-rotation";
    }
  }

  /** Moves seeds between HSM and store; {@code hsm.seeds} must say the same. */
  record SeedMigration(String partition, Place to) implements CeremonyPlan {
    /** Where seeds rest. */
    public enum Place {
      RESIDENT,
      WRAPPED
    }

    @Override
    public String kind() {
      return "seed-migration";
    }
  }

  /**
   * Destroys a key. A KEK only when no seed is wrapped under it and it is not active.
   *
   * @param kcv its key check value, lower-case hexadecimal
   */
  record KeyDestruction(String partition, String label, String kcv) implements CeremonyPlan {
    @Override
    public String kind() {
      return "key-destruction";
    }
  }
}
