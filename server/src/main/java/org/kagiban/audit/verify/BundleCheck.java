package org.kagiban.audit.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.verify.Finding.Rule;

/**
 * Compares a bundle's entries with the leaf hashes that the tree has for them, and says what was
 * done where they differ.
 */
final class BundleCheck {
  private final long first;
  private final byte[] wanted;
  private final int width;
  private final Entries entries;
  private final Findings findings;
  // The first one of each two that were swapped.
  private final Set<Integer> told = new HashSet<>();

  /**
   * @param first index of the first entry
   * @param wanted leaf hashes of the tree
   */
  BundleCheck(long first, byte[] wanted, Entries entries, Findings findings) {
    this.first = first;
    this.wanted = wanted;
    this.width = wanted.length / Hash.SIZE;
    this.entries = entries;
    this.findings = findings;
  }

  /** Tells of the entries that the tree has. */
  void visit(EntryVisitor visitor) throws IOException {
    if (!entries.broken && entries.count == width && same()) {
      entries.visit(first, width, visitor);
      return;
    }
    int[] places = places();
    explain(places);
    for (int i = 0; i < width; i++) {
      if (places[i] >= 0) {
        entries.visit(places[i], first + i, visitor);
      } else {
        visitor.lost(1);
      }
    }
  }

  private boolean same() {
    for (int i = 0; i < width; i++) {
      if (!entries.hasLeaf(i, wanted, i)) {
        return false;
      }
    }
    return true;
  }

  /** Where in the bundle each entry of the tree stands, -1 where it does not. */
  private int[] places() {
    Map<Hash, List<Integer>> found = new HashMap<>();
    for (int i = entries.count - 1; i >= 0; i--) {
      Hash leaf = Hash.at(entries.leaves, i * Hash.SIZE);
      found.computeIfAbsent(leaf, any -> new ArrayList<>()).add(i);
    }
    int[] places = new int[width];
    for (int i = 0; i < width; i++) {
      List<Integer> there = found.getOrDefault(Hash.at(wanted, i * Hash.SIZE), List.of());
      places[i] = there.isEmpty() ? -1 : there.remove(there.size() - 1);
    }
    return places;
  }

  private void explain(int[] places) {
    boolean[] known = new boolean[entries.count];
    for (int place : places) {
      if (place >= 0) {
        known[place] = true;
      }
    }
    int next = 0;
    boolean[] moved = LongestOrder.moved(places);
    for (int i = 0; i < width; i++) {
      // Foreign entries before this one's place.
      while (places[i] >= 0 && next < places[i] && !known[next]) {
        putIn(first + i);
        next++;
      }
      if (places[i] >= 0) {
        if (moved[i]) {
          misplaced(i, places[i]);
        }
        next = Math.max(next, places[i] + 1);
      } else if (next < entries.count && !known[next]) {
        add(i, "event " + (first + i) + " was changed: its bytes are not those that were signed");
        next++;
      } else {
        add(i, "event " + (first + i) + " was taken out of its bundle" + broken());
      }
    }
    rest(next, known);
  }

  private String broken() {
    return entries.broken ? ", or the bundle is damaged there" : "";
  }

  /** Tells of an entry that stands elsewhere; of two that were swapped, once. */
  private void misplaced(int i, int place) {
    boolean swapped =
        i < entries.count && place < width && place != i && entries.hasLeaf(i, wanted, place);
    if (!swapped) {
      add(i, "event " + (first + i) + " was moved: it stands among others");
    } else if (told.add(Math.min(i, place))) {
      String two = (first + Math.min(i, place)) + " and " + (first + Math.max(i, place));
      add(i, "events " + two + " were swapped");
    }
  }

  private void rest(int from, boolean[] known) {
    for (int i = from; i < entries.count; i++) {
      if (!known[i]) {
        putIn(first + width);
      }
    }
    if (entries.broken) {
      add(Math.min(entries.count, width - 1), "the bundle's last bytes are no entry");
    }
  }

  private void putIn(long before) {
    findings.add(
        Rule.TREE,
        before,
        "",
        "an entry was put in before event " + before + " that was never signed");
  }

  private void add(int i, String text) {
    findings.add(Rule.TREE, first + i, "", text);
  }
}
