package org.kagiban.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Names the known word that was probably meant. */
public final class Nearest {
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private Nearest() {}

  /** A sentence: the nearest known word, or all of them where none is near. */
  public static String hint(String word, Collection<String> known) {
    String nearest =
        known.stream()
            .sorted()
            .min(Comparator.comparingInt(candidate -> DISTANCE.apply(word, candidate)))
            .orElse("");
    boolean near = !known.isEmpty() && DISTANCE.apply(word, nearest) <= (word.length() + 1) / 2;
    return near
        ? "did you mean '" + nearest + "'?"
        : "known here: " + known.stream().sorted().collect(Collectors.joining(", "));
  }
}
