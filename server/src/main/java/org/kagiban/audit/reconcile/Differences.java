package org.kagiban.audit.reconcile;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Collects differences; a partition of another bank would have one for each key. */
final class Differences {
  private final List<Difference> kept = new ArrayList<>();
  private long all;

  void add(Difference difference) {
    all++;
    if (kept.size() < Reconciliation.MOST) {
      kept.add(difference);
    }
  }

  void add(Difference.Kind kind, Item.Where where, String key, long event, String text) {
    add(new Difference(kind, where, key, "", "", "", event, text));
  }

  void kcv(Item item, String key, String logged, long event, String text) {
    add(
        new Difference(
            Difference.Kind.KCV_MISMATCH,
            item.where(),
            key,
            "",
            logged,
            HexFormat.of().formatHex(item.kcv()),
            event,
            text));
  }

  void attribute(String key, String attribute, String logged, String found, long event) {
    String text =
        "%s of %s is %s; it must be %s"
            .formatted(attribute, key, found.isEmpty() ? "missing" : found, logged);
    add(
        new Difference(
            Difference.Kind.ATTRIBUTE_DRIFT,
            Item.Where.PARTITION,
            key,
            attribute,
            logged,
            found,
            event,
            text));
  }

  List<Difference> kept() {
    return kept;
  }

  long all() {
    return all;
  }
}
