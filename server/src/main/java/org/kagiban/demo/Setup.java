package org.kagiban.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes what the demo's server needs, where it is not there yet. */
final class Setup {
  private Setup() {}

  /** Partition, configuration and connect files; the port. */
  static int prepare(DemoFolder folder, DevPki pki, int port, boolean wrapped, Screen screen)
      throws IOException, InterruptedException {
    Path library = SoftHsm.library();
    Path userPin = folder.pin("user.pin");
    SoftHsm.ensurePartition(folder, folder.pin("so.pin"), userPin);
    screen.ok("partition and development PKI", folder.shown(folder.path()));
    String config =
        DemoConfig.text(port, pki, library, userPin, folder.file("kagiban.db"), wrapped);
    folder.write(folder.config(), config);
    for (DevCaller caller : DevCaller.values()) {
      String connect = pki.connect(caller, "localhost:" + port).toYaml(folder.path());
      folder.write(folder.file(caller.connectFile()), connect);
    }
    // What the commands printed at the end of the last demo made.
    Files.deleteIfExists(folder.importKey());
    Files.deleteIfExists(folder.sealedSeeds());
    Files.deleteIfExists(folder.log());
    return port;
  }
}
