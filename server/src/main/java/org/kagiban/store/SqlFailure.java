package org.kagiban.store;

/** What a failed statement says about its transaction. */
enum SqlFailure {
  /** A constraint of the tables was broken, which a repetition would do too. */
  BROKEN_RULE,

  /** All of it is undone, for a reason that passes: it may be repeated on another connection. */
  UNDONE,

  /** Anything else; what became of the transaction may be unknown. */
  OTHER
}
