package org.kagiban.audit.reconcile;

/**
 * Something that is not as the log says.
 *
 * @param key the key's label, or the seed's Token ID
 * @param attribute which one; empty where it is about none
 * @param logged what the log says; empty where there is nothing to compare
 * @param found what was found; empty where nothing was
 * @param index place of the log's event that it is held against; -1 where there is none
 * @param text one sentence for a person
 */
public record Difference(
    Kind kind,
    Item.Where where,
    String key,
    String attribute,
    String logged,
    String found,
    long index,
    String text) {
  /** What can differ. */
  public enum Kind {
    /** It is there, and the log does not say so. */
    UNLOGGED,
    /** The log says that it is there, and it is not. */
    MISSING,
    /** An attribute is not what the log says, or what every seed's must be. */
    ATTRIBUTE_DRIFT,
    /** It is another key: its check value is not the logged one. */
    KCV_MISMATCH,
    /** A seed is wrapped under another KEK than the log says. */
    KEK_DIFFERS,
    /** The log says that it was destroyed. */
    NOT_DESTROYED,
    /** It could not be read, or is damaged. */
    UNREADABLE
  }
}
