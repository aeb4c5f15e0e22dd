package org.kagiban.cli;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.TreeHasher;

/** Follows one key's chain of events. Not thread-safe. */
final class AuditChain {
  private final TreeHasher hasher = new TreeHasher();
  private @Nullable Hash last;
  private long lastIndex;
  private long sequence;
  private long events;
  private long breaks;

  /**
   * Takes the chain's next event.
   *
   * @return what is wrong with its place, null where it follows the one before
   */
  @Nullable String add(long index, AuditEvent event, byte[] entry) {
    String problem = problem(event);
    Long number = event.number(EventField.SEQUENCE);
    sequence = number == null ? sequence + 1 : number;
    last = hasher.leaf(entry);
    lastIndex = index;
    events++;
    breaks += problem == null ? 0 : 1;
    return problem;
  }

  private @Nullable String problem(AuditEvent event) {
    Long number = event.number(EventField.SEQUENCE);
    byte[] previous = event.bytes(EventField.PREVIOUS);
    if (number == null) {
      return "it has no number in the chain";
    }
    if (number != sequence + 1) {
      return "it is number %d of the chain, where %d should follow".formatted(number, sequence + 1);
    }
    if (last == null) {
      return previous == null ? null : "it is the first one and names one before";
    }
    return Arrays.equals(previous, last.bytes())
        ? null
        : "it does not carry the hash of event %d, the one before".formatted(lastIndex);
  }

  long events() {
    return events;
  }

  long breaks() {
    return breaks;
  }

  String words() {
    if (events == 0) {
      return "the log has no event of this key";
    }
    return breaks == 0
        ? "the chain is whole: %,d events, numbered without a gap, each with the hash of the one before"
            .formatted(events)
        : "the chain is NOT whole: %,d of its %,d events do not follow the one before"
            .formatted(breaks, events);
  }
}
