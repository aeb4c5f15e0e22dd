package org.kagiban.audit.reconcile;

import static org.kagiban.audit.reconcile.Difference.Kind.MISSING;
import static org.kagiban.audit.reconcile.Difference.Kind.NOT_DESTROYED;
import static org.kagiban.audit.reconcile.Difference.Kind.UNLOGGED;
import static org.kagiban.audit.reconcile.Difference.Kind.UNREADABLE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.kagiban.audit.reconcile.Item.Where;

/** Holds the partition's other objects against the log. */
final class KeyCheck {
  /** Objects of one label that are compared; there should be one, or two halves. */
  private static final int MOST_OF_A_LABEL = 100;

  private final Map<String, ExpectedKey> keys;
  private final String partition;
  private final Differences differences;
  private final Map<String, List<Item>> found = new HashMap<>();

  /**
   * @param partition the inventory's: keys that the log has elsewhere are not looked for here
   */
  KeyCheck(Expected expected, String partition, Differences differences) {
    this.keys = expected.keys();
    this.partition = partition;
    this.differences = differences;
  }

  boolean unsettled(Item item) {
    ExpectedKey key = keys.get(item.label());
    return key != null && key.unsettled();
  }

  void object(Item item) {
    ExpectedKey key = keys.get(item.label());
    if (key == null || !here(key)) {
      unlogged(item, "no event of the log says that it was made");
    } else if (key.destroyed()) {
      differences.add(
          NOT_DESTROYED,
          Where.PARTITION,
          key.label(),
          key.event(),
          "the log says that key %s was destroyed; a %s of that label is there"
              .formatted(key.label(), item.kind()));
    } else {
      List<Item> of = found.computeIfAbsent(key.label(), label -> new ArrayList<>());
      if (of.size() < MOST_OF_A_LABEL) {
        of.add(item);
      } else {
        another(item);
      }
    }
  }

  private boolean here(ExpectedKey key) {
    return key.partition().isEmpty() || key.partition().equals(partition);
  }

  void finish() {
    for (ExpectedKey key : keys.values()) {
      if (!key.destroyed() && !key.unsettled() && here(key)) {
        List<Item> of = found.getOrDefault(key.label(), List.of());
        if (key.isPair()) {
          part(key, of, Item.PRIVATE_KEY);
          part(key, of, Item.PUBLIC_KEY);
          others(of, Item.PRIVATE_KEY, Item.PUBLIC_KEY);
        } else {
          part(key, of, Item.SECRET_KEY);
          others(of, Item.SECRET_KEY, Item.SECRET_KEY);
        }
      }
    }
  }

  /** One of them is the key, or that half of it; the log has no more. */
  private void part(ExpectedKey key, List<Item> items, String kind) {
    List<Item> candidates = items.stream().filter(item -> item.kind().equals(kind)).toList();
    if (candidates.isEmpty()) {
      differences.add(
          MISSING,
          Where.PARTITION,
          key.label(),
          key.event(),
          "the partition holds no %s %s".formatted(kind, key.label()));
      return;
    }
    int best = 0;
    while (best < candidates.size() - 1 && !isLogged(key, candidates.get(best))) {
      best++;
    }
    compare(key, candidates.get(best), kind);
    for (int i = 0; i < candidates.size(); i++) {
      if (i != best) {
        another(candidates.get(i));
      }
    }
  }

  private static boolean isLogged(ExpectedKey key, Item item) {
    return item.kcvMethod().equals(key.kcvMethod()) && Arrays.equals(item.kcv(), key.kcv());
  }

  private void compare(ExpectedKey key, Item item, String kind) {
    if (!item.problem().isEmpty() || item.kcv().length == 0) {
      String why = item.problem().isEmpty() ? "no check value could be made" : item.problem();
      differences.add(
          UNREADABLE,
          Where.PARTITION,
          key.label(),
          key.event(),
          "%s %s: %s".formatted(kind, key.label(), why));
    } else if (!isLogged(key, item)) {
      mismatch(key, item);
      return;
    }
    if (!kind.equals(Item.PUBLIC_KEY)) {
      attributes(key, item);
    }
  }

  private void mismatch(ExpectedKey key, Item item) {
    HexFormat hex = HexFormat.of();
    differences.kcv(
        item,
        key.label(),
        hex.formatHex(key.kcv()),
        key.event(),
        "%s %s has check value %s (%s); the log says %s (%s)"
            .formatted(
                item.kind(),
                key.label(),
                hex.formatHex(item.kcv()),
                item.kcvMethod(),
                hex.formatHex(key.kcv()),
                key.kcvMethod()));
  }

  private void attributes(ExpectedKey key, Item item) {
    key.attributes()
        .forEach(
            (name, logged) -> {
              Boolean is = item.attributes().get(name);
              if (!logged.equals(is)) {
                String found = is == null ? "" : is.toString();
                differences.attribute(key.label(), name, logged.toString(), found, key.event());
              }
            });
  }

  private void others(List<Item> items, String kind, String otherKind) {
    items.stream()
        .filter(item -> !item.kind().equals(kind) && !item.kind().equals(otherKind))
        .forEach(this::another);
  }

  private void another(Item item) {
    unlogged(item, "the log has one key of this label, this is a further object");
  }

  private void unlogged(Item item, String why) {
    String label = item.label().isEmpty() ? item.id() : item.label();
    String name = label.isEmpty() ? "(without a label)" : label;
    ExpectedKey key = keys.get(item.label());
    differences.add(
        UNLOGGED,
        Where.PARTITION,
        name,
        key == null ? -1 : key.event(),
        "%s %s: %s".formatted(item.kind(), name, why));
  }
}
