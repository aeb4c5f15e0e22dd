package org.kagiban.cli;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.UUID;
import org.kagiban.audit.EventId;
import org.kagiban.audit.log.LogReader;

/** Finds the one event that was named. */
public final class AuditPlace {
  private AuditPlace() {}

  /**
   * @param text an index, or an event id
   * @throws CliException where it is neither (usage), or the log has no such event (findings)
   */
  public static long find(LogReader log, String text) {
    return text.matches("[0-9]{1,18}") ? index(log, Long.parseLong(text)) : id(log, text);
  }

  static long index(LogReader log, long index) {
    if (index < 0) {
      throw CliException.usage("an index is 0 or more");
    }
    if (index >= log.size()) {
      throw new CliException(
          Exit.FINDINGS,
          "there is no event %d: the log has %d up to this checkpoint"
              .formatted(index, log.size()));
    }
    return index;
  }

  static long id(LogReader log, String text) {
    EventId id = parse(text);
    try {
      OptionalLong place = log.locate(id);
      if (place.isPresent()) {
        return place.getAsLong();
      }
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
    throw new CliException(
        Exit.FINDINGS,
        "the log has no event %s among its %d up to this checkpoint".formatted(id, log.size()));
  }

  private static EventId parse(String text) {
    String wrong = "'%s' is neither an index nor an event id (a UUID of version 7)".formatted(text);
    try {
      UUID value = UUID.fromString(text);
      // UUID.fromString also takes shorter forms.
      if (value.version() == 7 && value.toString().equalsIgnoreCase(text)) {
        return new EventId(value);
      }
    } catch (IllegalArgumentException e) {
      throw new CliException(Exit.USAGE, wrong, e);
    }
    throw CliException.usage(wrong);
  }

  static byte[] entry(LogReader log, long index) {
    try {
      return log.entry(index);
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }
}
