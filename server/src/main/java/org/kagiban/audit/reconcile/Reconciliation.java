package org.kagiban.audit.reconcile;

import java.util.List;

/**
 * Compares an inventory with what the log says, item by item as it comes. An expectation is good
 * for one comparison. Not thread-safe.
 */
public final class Reconciliation {
  /** Differences that are kept. */
  public static final int MOST = 10_000;

  private final Differences differences = new Differences();
  private final SeedCheck seeds;
  private final KeyCheck keys;
  private long items;
  private long unsettled;

  /**
   * @param differences at most {@link #MOST}
   * @param all how many there were in all
   * @param items how many were compared
   * @param unsettled how many were left out, since they changed while the inventory was taken
   */
  public record Result(List<Difference> differences, long all, long items, long unsettled) {
    public Result {
      differences = List.copyOf(differences);
    }

    /** Whether everything is as the log says. */
    public boolean clean() {
      return all == 0;
    }
  }

  /**
   * @param expected from the whole log; it reaches the inventory
   * @param partition the inventory's
   */
  public Reconciliation(Expected expected, String partition) {
    if (!expected.reachesInventory()) {
      throw new IllegalArgumentException("the log does not have the inventory's event");
    }
    seeds = new SeedCheck(expected, differences);
    keys = new KeyCheck(expected, partition, differences);
  }

  public void add(Item item) {
    boolean seed =
        item.where() != Item.Where.PARTITION || item.label().startsWith(SeedRules.LABEL_PREFIX);
    if (seed ? seeds.unsettled(item) : keys.unsettled(item)) {
      unsettled++;
      return;
    }
    items++;
    switch (item.where()) {
      case DATABASE -> seeds.row(item);
      case TOKEN -> seeds.token(item);
      case PARTITION -> {
        if (seed) {
          seeds.object(item);
        } else {
          keys.object(item);
        }
      }
    }
  }

  /** To be called once, after all items. */
  public Result finish() {
    keys.finish();
    seeds.finish();
    return new Result(differences.kept(), differences.all(), items, unsettled);
  }
}
