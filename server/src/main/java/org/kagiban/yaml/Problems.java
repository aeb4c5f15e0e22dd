package org.kagiban.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the mistakes of one file. Not for use by several threads at once. */
public final class Problems {
  private final List<ConfigProblem> found = new ArrayList<>();
  private final String example;

  /**
   * @param example where to see how such a file is written, such as {@code see `kagiban config
   *     example`}; ends messages about what is missing
   */
  public Problems(String example) {
    this.example = example;
  }

  public void add(int line, String path, String message) {
    found.add(new ConfigProblem(line, path, message));
  }

  /** Where to see how it is done. */
  String example() {
    return example;
  }

  /** Collects for nobody. */
  Problems aside() {
    return new Problems(example);
  }

  public void throwIfAny(Path file) throws ConfigException {
    throwIfAny(file.toString());
  }

  /**
   * @param name the file's, for messages
   * @throws ConfigException with all mistakes in the file's order
   */
  public void throwIfAny(String name) throws ConfigException {
    if (!found.isEmpty()) {
      List<ConfigProblem> sorted = new ArrayList<>(found);
      sorted.sort(Comparator.comparingInt(ConfigProblem::line));
      throw new ConfigException(name, sorted);
    }
  }
}
