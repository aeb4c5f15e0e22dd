package org.kagiban.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of a process, the JVM's and the native libraries' together. Linux only. */
final class Memory {
  private static final String FIELD = "VmRSS:";
  private static final double KIB_IN_MIB = 1024;

  private Memory() {}

  /**
   * @return MiB; 0 where the system does not say
   */
  static double residentMib(ProcessHandle process) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(FIELD))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIB_IN_MIB)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
