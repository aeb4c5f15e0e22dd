package org.kagiban.hsm;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which partition to use, and how hard. Label and serial are alternatives; where both are given
 * both must fit. There is no slot number on purpose: slot numbers move.
 *
 * @param library the vendor's PKCS#11 library
 * @param label the partition's label, 1 to 32 bytes
 * @param serial the partition's serial number, 1 to 16 characters
 * @param workers threads, each with a session of its own; 1 to 64
 * @param queueCapacity jobs that may wait for a worker, at least 1
 * @param callLimit how long a job may wait and run, 10 ms to 5 minutes
 * @param initialize what C_Initialize is given as pReserved, empty for nothing
 */
public record HsmConfig(
    Path library,
    @Nullable String label,
    @Nullable String serial,
    int workers,
    int queueCapacity,
    Duration callLimit,
    ProviderQuirks quirks,
    String initialize) {
  public static final int DEFAULT_WORKERS = 2;
  public static final int DEFAULT_QUEUE_CAPACITY = 4096;
  public static final Duration DEFAULT_CALL_LIMIT = Duration.ofSeconds(2);

  public HsmConfig {
    require(library.isAbsolute(), "the path of the PKCS#11 library must be absolute: " + library);
    require(label != null || serial != null, "name the partition by its label or its serial");
    require(workers >= 1 && workers <= 64, "workers: 1 to 64, not " + workers);
    require(queueCapacity >= 1, "queueCapacity: at least 1, not " + queueCapacity);
    require(
        callLimit.compareTo(Duration.ofMillis(10)) >= 0
            && callLimit.compareTo(Duration.ofMinutes(5)) <= 0,
        "callLimit: 10 ms to 5 minutes, not " + callLimit);
  }

  /** As the other one, of a library that C_Initialize is given nothing for. */
  public HsmConfig(
      Path library,
      @Nullable String label,
      @Nullable String serial,
      int workers,
      int queueCapacity,
      Duration callLimit,
      ProviderQuirks quirks) {
    this(library, label, serial, workers, queueCapacity, callLimit, quirks, "");
  }

  /** A partition by label, with the defaults and what SoftHSM needs. */
  public static HsmConfig of(Path library, String label) {
    return new HsmConfig(
        library,
        label,
        null,
        DEFAULT_WORKERS,
        DEFAULT_QUEUE_CAPACITY,
        DEFAULT_CALL_LIMIT,
        Provider.softHsm().quirks());
  }

  /** What to call the partition in messages. */
  String partitionName() {
    return label != null ? "\"" + label + "\"" : "with serial " + serial;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("hsm: " + message);
    }
  }
}
