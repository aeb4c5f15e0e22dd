package org.kagiban.audit.verify;

/**
 * Something that is not as it should be.
 *
 * @param rule which rule is broken
 * @param index the event's index in the log; -1 where it is about no single event
 * @param about the key, token or ceremony; empty where it is about none
 * @param text one sentence for a person: what was found and what it should be
 */
public record Finding(Rule rule, long index, String about, String text) {
  /** What can be broken. */
  public enum Rule {
    /** A tile or bundle is missing, damaged, or not of the signed tree. */
    TREE,
    /** An entry is no canonical event of a known schema. */
    ENCODING,
    /** An event id occurs twice. */
    DUPLICATE,
    /** An event is not the next one of its key's chain. */
    CHAIN,
    /** A key is used, or changes, where its life does not allow it. */
    KEY_LIFE,
    /** A ceremony did what its approvals do not allow, or something happened without one. */
    CEREMONY,
    /** Start and stop of the log, or times, are out of order. */
    ORDER
  }
}
