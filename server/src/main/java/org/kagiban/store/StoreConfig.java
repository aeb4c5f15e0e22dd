package org.kagiban.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the store works.
 *
 * @param database where it is; a SQLite file is made, with its folder, where there is none
 * @param batchSize most changes in one transaction, 1 to 10000
 * @param queueCapacity most changes that wait, and most reads that wait, 1 to 1000000
 * @param waitLimit longest wait of a change, after which it fails undecided, at least 1 ms
 * @param requestRetention how long an answer is kept for repeated requests, at least 1 minute
 */
public record StoreConfig(
    StoreLocation database,
    int batchSize,
    int queueCapacity,
    Duration waitLimit,
    Duration requestRetention) {

  public StoreConfig {
    within("batchSize", batchSize, 10_000);
    within("queueCapacity", queueCapacity, 1_000_000);
    if (waitLimit.toMillis() < 1) {
      throw new IllegalArgumentException("waitLimit is at least 1 ms");
    }
    if (requestRetention.toMinutes() < 1) {
      throw new IllegalArgumentException("requestRetention is at least 1 minute");
    }
  }

  /** In a SQLite file. */
  public static StoreConfig at(Path path) {
    return at(new StoreLocation.SqliteFile(path));
  }

  public static StoreConfig at(StoreLocation database) {
    return new StoreConfig(database, 512, 4096, Duration.ofSeconds(2), Duration.ofHours(24));
  }

  private static void within(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " is 1 to " + most + ", not " + value);
    }
  }
}
