package org.kagiban.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.kagiban.app.JavaCommand;

/** The security officer in a process of their own, as it must be beside a running server. */
final class OfficerProcess {
  private OfficerProcess() {}

  /**
   * Generates a KEK: label, id, partition, PIN file, library. Prints its check value. Must not use
   * {@link SoftHsm}, which clears the folder as it loads.
   */
  public static void main(String[] arguments) {
    HsmConfig config = HsmConfig.of(Path.of(arguments[4]), arguments[2]);
    Pin pin = Pin.fromFile(Path.of(arguments[3]));
    try (OfficerSession officer = OfficerSession.open(config, pin, false)) {
      System.out.print(officer.generateKek(arguments[0], arguments[1]).check().value());
    }
  }

  /** Its process, with this one's environment. */
  static Process start(SoftHsm hsm, String label, String id) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            JavaCommand.of(
                OfficerProcess.class,
                label,
                id,
                hsm.label(),
                SoftHsm.pinFile(SoftHsm.OFFICER_PIN).toString(),
                SoftHsm.LIBRARY.toString()));
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What it printed. */
  static String output(Process process) throws IOException, InterruptedException {
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("the officer's process failed: " + output);
      }
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
