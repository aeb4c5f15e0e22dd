package org.kagiban.audit.reconcile;

import static org.kagiban.audit.reconcile.Difference.Kind.KEK_DIFFERS;
import static org.kagiban.audit.reconcile.Difference.Kind.MISSING;
import static org.kagiban.audit.reconcile.Difference.Kind.NOT_DESTROYED;
import static org.kagiban.audit.reconcile.Difference.Kind.UNLOGGED;
import static org.kagiban.audit.reconcile.Difference.Kind.UNREADABLE;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Holds seeds, their rows and their tokens against the log. */
final class SeedCheck {
  private final SeedTable seeds;
  private final SeedRules rules;
  private final Differences differences;
  // Another object under the same name may turn out to be the right one.
  private final Map<Integer, Item> wrong = new HashMap<>();

  SeedCheck(Expected expected, Differences differences) {
    this.seeds = expected.seeds();
    this.rules = new SeedRules(expected.keys().values());
    this.differences = differences;
  }

  /** Whether nothing is said of it, since it changed while the inventory was taken. */
  boolean unsettled(Item item) {
    int seed = seeds.find(item.id());
    return seed != SeedTable.NOT_THERE && seeds.is(seed, Expected.UNSETTLED);
  }

  void object(Item item) {
    int seed = expected(item, Expected.RESIDENT);
    if (seed == SeedTable.NOT_THERE) {
      return;
    }
    if (!item.kind().equals(Item.SECRET_KEY) || seeds.is(seed, Expected.SEEN)) {
      another(seed, item);
      return;
    }
    seeds.set(seed, Expected.SEEN);
    if (item.kcv().length == 0) {
      unreadable(seed, item);
    } else if (isLogged(seed, item)) {
      rules.check(item, seeds.event(seed), differences);
    } else if (wrong.size() < Reconciliation.MOST) {
      wrong.put(seed, item);
    } else {
      mismatch(seed, item);
    }
  }

  /** One of several objects under one name is the logged one, if any. */
  private void another(int seed, Item item) {
    Item before = wrong.get(seed);
    if (before != null && item.kind().equals(Item.SECRET_KEY) && isLogged(seed, item)) {
      wrong.remove(seed);
      rules.check(item, seeds.event(seed), differences);
      second(seed, before);
    } else {
      second(seed, item);
    }
  }

  private void second(int seed, Item item) {
    unlogged(
        item, seeds.event(seed), "the log has one seed of this name, this is a further object");
  }

  void row(Item item) {
    int seed = expected(item, Expected.WRAPPED);
    if (seed == SeedTable.NOT_THERE) {
      return;
    }
    seeds.set(seed, Expected.SEEN);
    if (!item.problem().isEmpty()) {
      unreadable(seed, item);
    } else if (!item.kek().equals(seeds.kek(seed))) {
      differences.add(
          new Difference(
              KEK_DIFFERS,
              item.where(),
              item.id(),
              "",
              seeds.kek(seed),
              item.kek(),
              seeds.event(seed),
              "the seed of %s is wrapped under %s; the log says %s"
                  .formatted(item.id(), item.kek(), seeds.kek(seed))));
    } else if (item.kcv().length > 0 && !isLogged(seed, item)) {
      mismatch(seed, item);
    }
  }

  /**
   * The seed that this is, where it may be there.
   *
   * @param place where the item is
   */
  private int expected(Item item, short place) {
    int seed = logged(item);
    if (seed != SeedTable.NOT_THERE
        && !seeds.is(seed, place)
        && !seeds.is(seed, Expected.RETIRED)) {
      String where = place == Expected.RESIDENT ? "in the database" : "in the partition";
      unlogged(item, seeds.event(seed), "the log has this seed " + where);
      return SeedTable.NOT_THERE;
    }
    return seed;
  }

  private int logged(Item item) {
    int seed = seeds.find(item.id());
    if (seed == SeedTable.NOT_THERE) {
      unlogged(item, -1, "no event of the log says that it was made");
      return seed;
    }
    if (seeds.is(seed, Expected.ANNOUNCED)) {
      unlogged(item, seeds.event(seed), "the log says only that it was going to be made");
      return SeedTable.NOT_THERE;
    }
    if (seeds.is(seed, Expected.DESTROYED)) {
      boolean told = item.where() == Item.Where.TOKEN && item.seedRef().isEmpty();
      if (!told) {
        notDestroyed(seed, item);
      }
      return SeedTable.NOT_THERE;
    }
    return seed;
  }

  void token(Item item) {
    int seed = logged(item);
    if (seed == SeedTable.NOT_THERE) {
      return;
    }
    seeds.set(seed, Expected.SEEN_TOKEN);
    if (item.seedRef().isEmpty()) {
      differences.add(
          MISSING,
          item.where(),
          item.id(),
          seeds.event(seed),
          "the row of token %s says that its seed was destroyed; the log does not"
              .formatted(item.id()));
    } else if (!isLogged(seed, item)) {
      mismatch(seed, item);
    }
  }

  private boolean isLogged(int seed, Item item) {
    return SeedTable.number(item.kcv()) == seeds.kcv(seed);
  }

  private void mismatch(int seed, Item item) {
    String logged = HexFormat.of().toHexDigits(seeds.kcv(seed));
    String what = item.where() == Item.Where.TOKEN ? "the row of token " : "the seed of token ";
    differences.kcv(
        item,
        item.id(),
        logged,
        seeds.event(seed),
        "%s%s has check value %s; the log says %s"
            .formatted(what, item.id(), HexFormat.of().formatHex(item.kcv()), logged));
  }

  private void unlogged(Item item, long event, String why) {
    differences.add(
        UNLOGGED,
        item.where(),
        name(item),
        event,
        "%s %s: %s".formatted(item.kind(), name(item), why));
  }

  private static String name(Item item) {
    return item.id().isEmpty() ? item.label() : item.id();
  }

  private void notDestroyed(int seed, Item item) {
    differences.add(
        NOT_DESTROYED,
        item.where(),
        item.id(),
        seeds.event(seed),
        "the log says that the seed of %s was destroyed; it is there".formatted(item.id()));
  }

  private void unreadable(int seed, Item item) {
    String why = item.problem().isEmpty() ? "no check value could be made" : item.problem();
    differences.add(
        UNREADABLE,
        item.where(),
        item.id(),
        seeds.event(seed),
        "the seed of %s: %s".formatted(item.id(), why));
  }

  void finish() {
    wrong.forEach(this::mismatch);
    for (int seed = 0; seed < seeds.count(); seed++) {
      boolean alive =
          (seeds.is(seed, Expected.RESIDENT) || seeds.is(seed, Expected.WRAPPED))
              && !seeds.is(seed, Expected.DESTROYED)
              && !seeds.is(seed, Expected.UNSETTLED);
      if (alive) {
        finish(seed);
      }
    }
  }

  private void finish(int seed) {
    boolean resident = seeds.is(seed, Expected.RESIDENT);
    if (!seeds.is(seed, Expected.SEEN) && !seeds.is(seed, Expected.RETIRED)) {
      missing(
          seed,
          resident ? Item.Where.PARTITION : Item.Where.DATABASE,
          resident
              ? "the seed of %s is not in the partition"
              : "the seed of %s is not in the database");
    }
    if (!seeds.is(seed, Expected.SEEN_TOKEN)) {
      missing(seed, Item.Where.TOKEN, "token %s has no row in the database");
    }
  }

  private void missing(int seed, Item.Where where, String text) {
    String token = seeds.name(seed);
    differences.add(MISSING, where, token, seeds.event(seed), text.formatted(token));
  }
}
