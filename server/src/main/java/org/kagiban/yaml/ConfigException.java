package org.kagiban.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A file that cannot be used. Lists all mistakes, one a line, for people. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<ConfigProblem> problems;

  ConfigException(String file, List<ConfigProblem> problems) {
    super(
        problems.stream()
            .map(problem -> file + ":" + problem)
            .collect(Collectors.joining(System.lineSeparator())));
    this.problems = List.copyOf(problems);
  }

  /** At least one, in the order of the file. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
