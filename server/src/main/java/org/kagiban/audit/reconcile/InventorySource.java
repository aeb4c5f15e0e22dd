package org.kagiban.audit.reconcile;

/** Takes stock of a partition and a database. Thread-safe. */
public interface InventorySource {
  /** The partition's label. */
  String partition();

  /**
   * Reads everything and hands it on as it comes, in bounded memory. Blocks for as long as that
   * takes. Throws what the listener throws, and an unchecked exception where the HSM or the store
   * fails: then what was handed on is not all.
   *
   * @param deep also unwrap every seed that rests in the database, for its check value
   */
  void take(boolean deep, Listener listener);

  /** Hears what there is; on one thread. */
  interface Listener {
    /** How many items there will be; some may come or go meanwhile. Called once, first. */
    void total(long items);

    void found(Item item);
  }
}
