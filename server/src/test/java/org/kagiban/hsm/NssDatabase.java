package org.kagiban.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A fresh database of NSS, in a folder of its own beside SoftHSM's. NSS opens one folder at a time
 * in a process: close a partition before opening one of another database.
 */
public final class NssDatabase implements TestHsm {
  /** NSS calls every database so. */
  public static final String LABEL = "NSS Certificate DB";

  private final Path folder;

  private NssDatabase(Path folder) {
    this.folder = folder;
  }

  public static NssDatabase create() {
    try {
      Path folder = Files.createTempDirectory(SoftHsm.folder(), "nss");
      Path pin = SoftHsm.pinFile(SoftHsm.PIN);
      run("certutil", "-N", "-d", "sql:" + folder, "-f", pin.toString());
      return new NssDatabase(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public HsmConfig config() {
    Provider nss = HsmKind.NSS.provider();
    return new HsmConfig(
        nss.library(),
        LABEL,
        null,
        HsmConfig.DEFAULT_WORKERS,
        HsmConfig.DEFAULT_QUEUE_CAPACITY,
        HsmConfig.DEFAULT_CALL_LIMIT,
        nss.quirks(),
        nss.initializeWith(folder));
  }

  @Override
  public String section() {
    return "  provider: '%s'\n  folder: '%s'\n  partition: %s\n"
        .formatted(HsmKind.NSS.file(), folder, LABEL);
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(command[0] + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
