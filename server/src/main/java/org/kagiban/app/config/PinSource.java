package org.kagiban.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.kagiban.yaml.Section;

/** Where the partition's PIN comes from. Never the configuration file itself. */
public sealed interface PinSource {
  /** Of mode 0600 or 0400. */
  record File(Path path) implements PinSource {}

  /** An open file descriptor of the server's process. */
  record Descriptor(int number) implements PinSource {}

  /** The terminal. */
  record Prompt() implements PinSource {}

  /** Takes the keys pin-file, pin-fd and pin-prompt. */
  static PinSource read(Section section) {
    Path file = section.optionalPath("pin-file", "the path of a file of mode 0600");
    int descriptor = section.number("pin-fd", 0, 1023, -1);
    boolean prompt = section.flag("pin-prompt");
    List<String> sources =
        Stream.of("pin-file", "pin-fd", "pin-prompt")
            .filter(section::has)
            .filter(key -> prompt || !key.equals("pin-prompt"))
            .toList();
    if (sources.size() != 1) {
      section.refuse(
          sources.isEmpty() ? "pin-file" : sources.get(sources.size() - 1),
          "set exactly one of pin-file, pin-fd and pin-prompt: true; there are " + sources.size());
    }
    if (file != null) {
      return new PinSource.File(file);
    }
    return descriptor >= 0 ? new PinSource.Descriptor(descriptor) : new PinSource.Prompt();
  }
}
