package org.kagiban.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyPlan;

/**
 * Performs ceremonies that take the security officer's PIN, in this process, at the HSM's machine.
 * Given to the command by what wires it.
 */
public interface AtHsm {
  /**
   * Makes all ready and refuses what cannot be done, before the ceremony begins and uses its
   * approvals up: reads the configuration, asks for PINs and components, opens the partition, looks
   * for labels and files that exist.
   *
   * @param config the server's configuration file, which says where the HSM is
   * @param soPin a file of mode 0600 with the security officer's PIN; null to ask
   * @throws CliException with what to do
   */
  Prepared prepare(
      Path config, @Nullable Path soPin, CeremonyId id, CeremonyPlan plan, Prompts prompts);

  /** Ready to act. */
  interface Prepared extends AutoCloseable {
    /**
     * Does it. Called again for the same ceremony, by another process, where it was cut off: then
     * it takes up what is there.
     *
     * @return what was done, YAML of at most 64 KiB, for the server and the transcript
     * @throws CliException with what to do
     */
    byte[] perform();

    /** Forgets PINs and components, closes the partition. */
    @Override
    void close();
  }
}
