package org.kagiban.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of a README that a test types. A line {@code <!-- run -->} marks the indented block
 * after it. There, {@code # says: TEXT} is what the command before it prints, {@code # exit code N}
 * how it ends where that is not 0; what else begins with {@code #} is for people.
 */
record Guide(String name, List<Step> steps) {
  private static final String MARK = "<!-- run -->";
  private static final String INDENT = "    ";
  private static final String SAYS = "# says: ";
  private static final String EXIT = "# exit code ";

  /**
   * One command.
   *
   * @param line as one types it, in one line
   * @param says what its output must hold
   */
  record Step(String line, int exitCode, List<String> says) {
    private Step saying(String text) {
      List<String> all = new ArrayList<>(says);
      all.add(text);
      return new Step(line, exitCode, all);
    }
  }

  static Guide read(Path readme) throws IOException {
    List<Step> steps = new ArrayList<>();
    boolean marked = false;
    boolean inside = false;
    StringBuilder command = new StringBuilder();
    for (String line : Files.readAllLines(readme)) {
      marked |= line.strip().equals(MARK);
      boolean indented = line.startsWith(INDENT);
      if (marked && indented) {
        inside = true;
        add(steps, command, line.strip());
      } else if (inside && !line.isBlank()) {
        marked = false;
        inside = false;
      }
    }
    return new Guide(readme.normalize().toString(), steps);
  }

  private static void add(List<Step> steps, StringBuilder command, String line) {
    int last = steps.size() - 1;
    if (line.startsWith(SAYS)) {
      steps.set(last, steps.get(last).saying(line.substring(SAYS.length())));
    } else if (line.startsWith(EXIT)) {
      Step step = steps.get(last);
      int code = Integer.parseInt(line.substring(EXIT.length()));
      steps.set(last, new Step(step.line(), code, step.says()));
    } else if (line.endsWith("\\")) {
      command.append(line, 0, line.length() - 1);
    } else if (!line.startsWith("#")) {
      steps.add(new Step(command.append(line).toString(), 0, List.of()));
      command.setLength(0);
    }
  }
}
