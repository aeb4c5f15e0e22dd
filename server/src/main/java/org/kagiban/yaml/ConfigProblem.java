package org.kagiban.yaml;

/**
 * One mistake in a file. Both texts may quote the file; what could disguise a part of them is shown
 * as its code.
 *
 * @param line from 1
 * @param path the key, such as {@code callers[2].role}; empty for the file as a whole
 * @param message what is wrong and what to do
 */
public record ConfigProblem(int line, String path, String message) {
  public ConfigProblem {
    path = VisibleText.line(path);
    message = VisibleText.line(message);
  }

  @Override
  public String toString() {
    return line + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
