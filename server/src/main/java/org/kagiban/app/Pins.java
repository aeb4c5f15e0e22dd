package org.kagiban.app;

import org.kagiban.app.config.HsmSection;
import org.kagiban.app.config.PinSource;
import org.kagiban.hsm.Pin;

/** Fetches the partition's PIN from where the configuration says. */
final class Pins {
  private Pins() {}

  /**
   * @throws org.kagiban.hsm.HsmSetupException with what to do
   */
  static Pin fetch(HsmSection hsm) {
    if (hsm.pin() instanceof PinSource.File file) {
      return Pin.fromFile(file.path());
    }
    if (hsm.pin() instanceof PinSource.Descriptor descriptor) {
      return Pin.fromDescriptor(descriptor.number());
    }
    String partition = hsm.partition() == null ? "serial " + hsm.serial() : hsm.partition();
    return Pin.fromConsole("PIN of HSM partition " + partition + ": ");
  }
}
