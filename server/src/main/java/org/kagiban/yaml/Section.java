package org.kagiban.yaml;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the file. Each key that is asked for becomes a known one; {@link #end} reports the
 * others. A mistake is noted and a harmless value stands in, so that reading goes on; nobody sees
 * that value, since the file is refused at the end.
 */
public final class Section {
  private final String path;
  private final int line;
  private final @Nullable Path folder;
  private final Problems problems;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  Section(MappingNode node, String path, @Nullable Path folder, Problems problems) {
    this.path = path;
    this.line = lineOf(node);
    this.folder = folder;
    this.problems = problems;
    for (NodeTuple entry : node.getValue()) {
      add(entry);
    }
  }

  /** A section that the file does not have. */
  private Section(String path, int line, @Nullable Path folder, Problems problems) {
    this.path = path;
    this.line = line;
    this.folder = folder;
    this.problems = problems;
  }

  private void add(NodeTuple entry) {
    String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "(?)";
    NodeTuple first = entries.putIfAbsent(key, entry);
    if (first != null) {
      problems.add(
          lineOf(entry.getKeyNode()),
          pathOf(key),
          "stands here and on line " + lineOf(first.getKeyNode()) + "; remove one of them");
    }
  }

  /** A text that must be there; {@code what} says how to write it. */
  public String text(String key, String what) {
    String text = optionalText(key, what);
    if (text == null && !entries.containsKey(key)) {
      missing(key, what);
    }
    return text == null ? "" : text;
  }

  public @Nullable String optionalText(String key, String what) {
    ScalarNode scalar = scalar(key, what);
    return scalar == null ? null : scalar.getValue();
  }

  public int number(String key, int least, int most, int fallback) {
    String what = "a whole number from " + least + " to " + most;
    ScalarNode scalar = scalar(key, what);
    if (scalar == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(scalar.getValue());
      if (scalar.isPlain() && value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number out of range.
    }
    refuse(key, "must be " + what + ", not '" + scalar.getValue() + "'");
    return fallback;
  }

  public boolean flag(String key) {
    String text = optionalText(key, "true or false");
    if (text != null && !text.equals("true") && !text.equals("false")) {
      refuse(key, "must be true or false, not '" + text + "'");
    }
    return "true".equals(text);
  }

  /** A file or folder; relative ones are relative to the configuration file. */
  public Path path(String key, String what) {
    return resolve(key, text(key, what));
  }

  public @Nullable Path optionalPath(String key, String what) {
    String text = optionalText(key, what);
    return text == null ? null : resolve(key, text);
  }

  /** A path from a text of this section, taken as {@link #path} takes it. */
  public Path resolve(String key, String text) {
    if (folder == null) {
      refuse(key, "names a file, which cannot be here: this text may come from another machine");
      return Path.of("");
    }
    try {
      return folder.resolve(text).normalize();
    } catch (InvalidPathException e) {
      refuse(key, "must be a path that this machine can have");
      return folder;
    }
  }

  /** One of an enum's names, in lower case. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      names.add(constant.name().toLowerCase(Locale.ROOT));
    }
    String what = "one of " + String.join(", ", names);
    String text = optionalText(key, what);
    if (text == null) {
      return fallback;
    }
    int index = names.indexOf(text);
    if (index < 0) {
      refuse(key, "must be " + what + ", not '" + text + "'; " + Nearest.hint(text, names));
      return fallback;
    }
    return type.getEnumConstants()[index];
  }

  public boolean has(String key) {
    known.add(key);
    return entries.containsKey(key);
  }

  /** Reports a key that must never be here. */
  public void forbid(String key, String message) {
    if (has(key)) {
      refuse(key, message);
    }
  }

  /** A part of this section that must be there. */
  public Section section(String key) {
    if (has(key)) {
      return optionalSection(key);
    }
    missing(key, "this section; " + problems.example());
    // One mistake, told once: what would be missing inside goes nowhere.
    return new Section(pathOf(key), line, folder, problems.aside());
  }

  /** A part of this section, empty where the file leaves it out. */
  public Section optionalSection(String key) {
    Node node = value(key);
    if (node instanceof MappingNode mapping) {
      return new Section(mapping, pathOf(key), folder, problems);
    }
    if (node != null) {
      refuse(key, "must be a section: indented lines of `key: value`");
    }
    return new Section(pathOf(key), lineOf(key), folder, problems);
  }

  /** A list of sections with at least one. */
  public List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    Node node = value(key);
    if (!(node instanceof SequenceNode list) || list.getValue().isEmpty()) {
      refuse(key, "must be a list of one or more, each beginning with '- '");
      return sections;
    }
    for (Node item : list.getValue()) {
      String itemPath = pathOf(key) + "[" + sections.size() + "]";
      if (item instanceof MappingNode mapping) {
        sections.add(new Section(mapping, itemPath, folder, problems));
      } else {
        problems.add(lineOf(item), itemPath, "must be a section: lines of `key: value`");
        sections.add(new Section(itemPath, lineOf(item), folder, problems));
      }
    }
    return sections;
  }

  /** A list of sections, which may be left out. */
  public List<Section> optionalSections(String key) {
    return has(key) ? sections(key) : List.of();
  }

  /** A list of texts, or one text as a list of one; empty where there is none. */
  public List<String> texts(String key, String what) {
    List<String> texts = new ArrayList<>();
    if (!(value(key) instanceof SequenceNode list)) {
      texts.add(text(key, what));
      return texts;
    }
    for (Node item : list.getValue()) {
      if (item instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
        texts.add(scalar.getValue());
      } else {
        problems.add(lineOf(item), pathOf(key), "must be " + what);
      }
    }
    return texts;
  }

  /** Notes a mistake at a key, or at the section where the key is not there. */
  public void refuse(String key, String message) {
    problems.add(lineOf(key), pathOf(key), message);
  }

  /** Reports the keys that nobody asked for. */
  public void end() {
    end(Map.of());
  }

  /**
   * Reports the keys that nobody asked for.
   *
   * @param elsewhere keys that are known in other such files, and what to say of each
   */
  public void end(Map<String, String> elsewhere) {
    for (String key : entries.keySet()) {
      if (!known.contains(key)) {
        String message = elsewhere.get(key);
        refuse(key, message != null ? message : "is not a known key; " + Nearest.hint(key, known));
      }
    }
  }

  private @Nullable ScalarNode scalar(String key, String what) {
    Node node = value(key);
    if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      if (!scalar.getValue().isBlank()) {
        return scalar;
      }
    }
    if (node != null) {
      refuse(key, (node instanceof ScalarNode ? "has no value; " : "") + "must be " + what);
    }
    return null;
  }

  private @Nullable Node value(String key) {
    known.add(key);
    NodeTuple entry = entries.get(key);
    return entry == null ? null : entry.getValueNode();
  }

  private void missing(String key, String what) {
    problems.add(line, pathOf(key), "is missing; write " + what);
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private int lineOf(String key) {
    NodeTuple entry = entries.get(key);
    return entry == null ? line : lineOf(entry.getKeyNode());
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
