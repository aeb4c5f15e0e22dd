package org.kagiban.audit.verify;

import org.kagiban.audit.EventField;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.verify.Finding.Rule;

/** Each event of a key is the next one of its chain: SEQUENCE without gaps, PREVIOUS fits. */
final class ChainRule {
  private final KeyTable keys;
  private final Findings findings;
  private long lost;

  ChainRule(KeyTable keys, Findings findings) {
    this.keys = keys;
    this.findings = findings;
  }

  /** So many entries could not be read; gaps of no more than that are no further finding. */
  void lost(long count) {
    lost += count;
  }

  /**
   * Checks an event and makes it its chain's last one.
   *
   * @return whether all events of the chain before it were seen
   */
  boolean check(long index, EventCursor event, EventField chain, int key, byte[] leaves, int at) {
    long due = keys.sequence(key) + 1;
    long sequence = event.number(EventField.SEQUENCE, 0);
    if (sequence > due && sequence - due <= lost) {
      keys.advance(key, sequence, leaves, at);
      return false;
    }
    if (sequence != due) {
      add(index, event, chain, sequence < due ? early(due, sequence) : gap(due, sequence));
      if (sequence < due) {
        // What was put in does not count, so that the true ones still fit.
        return true;
      }
    } else if (!linked(event, key, due)) {
      add(index, event, chain, unlinked(due));
    }
    keys.advance(key, sequence, leaves, at);
    return true;
  }

  private boolean linked(EventCursor event, int key, long due) {
    if (due == 1) {
      return !event.has(EventField.PREVIOUS);
    }
    return event.has(EventField.PREVIOUS)
        && event.length(EventField.PREVIOUS) == Hash.SIZE
        && keys.isHead(key, event.source(), event.offset(EventField.PREVIOUS));
  }

  private static String early(long due, long sequence) {
    if (sequence == 0) {
      return "has no place in the chain of its key, where the next is number " + due;
    }
    return "says that it is number "
        + sequence
        + " of its key, but that one was before; number "
        + due
        + " is due: it was put in, repeated or moved";
  }

  private static String gap(long due, long sequence) {
    long last = sequence - 1;
    return "is number "
        + sequence
        + " of its key, but "
        + (due == last ? "number " + due + " was" : "numbers " + due + " to " + last + " were")
        + " left out or moved behind it";
  }

  private static String unlinked(long due) {
    return due == 1
        ? "is the first of its key, but points to one before: the key's first events were left out"
        : "is number "
            + due
            + " of its key and does not fit number "
            + (due - 1)
            + ": that one was changed, or another stood in its place";
  }

  private void add(long index, EventCursor event, EventField chain, String text) {
    String name = String.valueOf(event.text(chain));
    findings.add(
        Rule.CHAIN,
        index,
        name,
        "event " + index + " (" + event.kind() + " of " + name + ") " + text);
  }
}
