package org.kagiban.yaml;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Keeps out YAML's cleverness before a tree is built of it: a few lines with aliases can stand for
 * millions, and deep nesting overflows the stack.
 */
final class PlainYaml {
  private static final int MAX_DEPTH = 16;

  private PlainYaml() {}

  static void require(String name, String text, LoadSettings settings) throws ConfigException {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      String refused = refusal(event, depth);
      if (!refused.isEmpty()) {
        int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        throw YamlFile.broken(name, line, refused);
      }
    }
  }

  private static String refusal(Event event, int depth) {
    if (event instanceof AliasEvent) {
      return "has an alias (*name); write the value out";
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      return "has an anchor (&name); write the value out where it is needed";
    }
    if (hasTag(event)) {
      return "has a tag (!name); remove it, or put the text in quotes";
    }
    return depth > MAX_DEPTH ? "is nested deeper than " + MAX_DEPTH + " levels" : "";
  }

  private static boolean hasTag(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag().isPresent();
    }
    return event instanceof CollectionStartEvent start && start.getTag().isPresent();
  }
}
