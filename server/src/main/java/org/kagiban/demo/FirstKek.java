package org.kagiban.demo;

import java.io.IOException;
import org.kagiban.cli.CliException;
import org.kagiban.cli.Exit;
import org.kagiban.custody.ceremony.CeremonyId;

/** The ceremony that takes the security officer's PIN, in a process of its own. */
final class FirstKek {
  static final String LABEL = "kagiban-kek-1";

  private FirstKek() {}

  static void make(Kagiban kagiban, DemoFolder folder, DualControl custodians)
      throws IOException, InterruptedException {
    String file =
        """
        ceremony: kek-generation
        title: The first KEK
        partition: %s
        key:
          label: %s
        """
            .formatted(DemoConfig.PARTITION, LABEL);
    CeremonyId id = custodians.agree(file);
    Process process =
        kagiban.start(
            folder.log(),
            "ceremony",
            "run",
            id.toString(),
            "--connect",
            folder.file(DevCaller.CUSTODIAN_1.connectFile()).toString(),
            "--at-hsm",
            folder.config().toString(),
            "--so-pin-file",
            folder.pin("so.pin").toString());
    if (process.waitFor() != 0) {
      throw new CliException(
          Exit.FAULT,
          "the KEK could not be made; the end of %s:%n%s"
              .formatted(folder.log(), LogTail.of(folder.log())));
    }
  }
}
