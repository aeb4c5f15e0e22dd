package org.kagiban.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A SoftHSM partition and its PIN files in a {@link LiveServer}'s folder. */
record LivePartition(Path folder) {
  /** Empty. */
  static LivePartition make(Path folder, String label) throws IOException, InterruptedException {
    LivePartition partition = new LivePartition(folder);
    Path unused = secret(partition.soPin(), "so-pin-5678");
    unused = secret(partition.userPin(), "user-pin-1234");
    partition.init(label);
    return partition;
  }

  /** Makes an empty one in the same SoftHSM, with the same PINs. */
  void init(String label) throws IOException, InterruptedException {
    Path init = Path.of("..", "hsm-config", "softhsm", "init").toRealPath();
    String keys = folder.resolve("softhsm").toString();
    CommandResult made =
        run(List.of(init.toString(), keys, label, soPin().toString(), userPin().toString()));
    if (made.exitCode() != 0) {
      throw new IllegalStateException(made.toString());
    }
  }

  private Path userPin() {
    return folder.resolve("user.pin");
  }

  private static Path secret(Path file, String value) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, value + "\n");
  }

  /** The security officer's. */
  Path soPin() {
    return folder.resolve("so.pin");
  }

  String softHsmConf() {
    return folder.resolve("softhsm").resolve("softhsm2.conf").toString();
  }

  /** Runs a command that reaches the partition, and nobody types. */
  CommandResult run(List<String> command) throws IOException, InterruptedException {
    return CommandResult.of(Map.of("SOFTHSM2_CONF", softHsmConf()), command.toArray(new String[0]));
  }
}
