package org.kagiban.app.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the mistakes of one file. */
final class Problems {
  private final List<ConfigProblem> found = new ArrayList<>();

  void add(int line, String path, String message) {
    found.add(new ConfigProblem(line, path, message));
  }

  void throwIfAny(Path file) throws ConfigException {
    if (!found.isEmpty()) {
      List<ConfigProblem> sorted = new ArrayList<>(found);
      sorted.sort(Comparator.comparingInt(ConfigProblem::line));
      throw new ConfigException(file, sorted);
    }
  }
}
