package org.kagiban.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How times are shown: ISO 8601 in UTC, or in another zone where asked for. */
public final class AuditTimes {
  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = {
        "Show times in this zone, such as Asia/Tokyo; 'local' is that of this machine.",
        "Default: UTC. JSON always has UTC."
      })
  private @Nullable String zone;

  private @Nullable ZoneId known;

  /** To the microsecond, with its offset. */
  public String text(Instant time) {
    return OffsetDateTime.ofInstant(time, zone()).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
  }

  /** The same without parts of a second. */
  public String second(Instant time) {
    return text(time.truncatedTo(ChronoUnit.SECONDS));
  }

  /**
   * @throws CliException (usage) where there is no such zone
   */
  public ZoneId zone() {
    ZoneId found = known;
    if (found == null) {
      found = find(zone);
      known = found;
    }
    return found;
  }

  private static ZoneId find(@Nullable String name) {
    if (name == null) {
      return ZoneOffset.UTC;
    }
    try {
      return name.equals("local") ? ZoneId.systemDefault() : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new CliException(
          Exit.USAGE,
          "--zone: no zone '%s'; such as Asia/Tokyo, +09:00 or local".formatted(name),
          e);
    }
  }
}
