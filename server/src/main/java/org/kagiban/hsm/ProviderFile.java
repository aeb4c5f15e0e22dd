package org.kagiban.hsm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.Problems;
import org.kagiban.yaml.Section;
import org.kagiban.yaml.YamlFile;

/** Reads provider files strictly: what is unknown, missing or out of range is refused. */
final class ProviderFile {
  private static final int MOST_LEAKED = 1_000_000;

  private ProviderFile() {}

  static Provider read(Path file) throws ConfigException {
    Problems problems = problems();
    Provider provider = read(YamlFile.read(file, problems));
    problems.throwIfAny(file);
    return provider;
  }

  /** A file that the build puts beside this class. */
  static Provider builtIn(String name) {
    try (InputStream file = ProviderFile.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("the build has left out " + name);
      }
      Problems problems = problems();
      Provider provider = read(YamlFile.read(name, file.readAllBytes(), Path.of("/"), problems));
      problems.throwIfAny(name);
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ConfigException e) {
      throw new IllegalStateException("the build has put in a broken " + name, e);
    }
  }

  private static Problems problems() {
    return new Problems("see hsm-config/softhsm.yaml");
  }

  private static Provider read(Section root) {
    Provider provider =
        new Provider(
            root.text("provider", "the name of this kind of HSM"),
            root.text("tried", "the version that all of this was found with"),
            libraries(root),
            initialize(root),
            quirks(root),
            flag(root, "hides-private-objects"),
            root.texts("known-limits", "a list of sentences for people"),
            gaps(root));
    root.end();
    return provider;
  }

  private static List<Path> libraries(Section root) {
    List<Path> libraries = new ArrayList<>();
    for (String text : root.texts("libraries", "a list of absolute paths of the library")) {
      if (text.startsWith("/")) {
        libraries.add(root.resolve("libraries", text));
      } else if (!text.isEmpty()) {
        root.refuse("libraries", "must be absolute paths, not '" + text + "'");
      }
    }
    if (libraries.isEmpty()) {
      root.refuse("libraries", "must name at least one path");
    }
    return libraries;
  }

  private static String initialize(Section root) {
    String text = root.optionalText("initialize", "what C_Initialize is given as pReserved");
    return text == null ? "" : text;
  }

  private static ProviderQuirks quirks(Section root) {
    Section smallest = root.section("smallest-hmac-key");
    ProviderQuirks quirks =
        new ProviderQuirks(
            number(smallest, "sha1", 1, 64),
            number(smallest, "sha256", 1, 64),
            number(smallest, "sha512", 1, 64),
            flag(root, "locks-objects"),
            flag(root, "locks-copies"),
            keyWrap(root),
            number(root, "leaked-bytes-per-object", 0, MOST_LEAKED));
    smallest.end();
    return quirks;
  }

  private static KeyWrap keyWrap(Section root) {
    if (!root.has("key-wrap")) {
      root.refuse("key-wrap", "is missing; write pad or kwp");
    }
    return root.choice("key-wrap", KeyWrap.class, KeyWrap.PAD);
  }

  private static Map<String, String> gaps(Section root) {
    Map<String, String> gaps = new LinkedHashMap<>();
    for (Section gap : root.optionalSections("gaps")) {
      String test = gap.text("test", "the name of the test that does not hold");
      String why = gap.text("why", "what the HSM does instead");
      if (gaps.put(test, why) != null) {
        gap.refuse("test", "stands here twice: " + test);
      }
      gap.end();
    }
    return gaps;
  }

  /** A missing one is a mistake: what is said about an HSM was looked at. */
  private static boolean flag(Section section, String key) {
    if (!section.has(key)) {
      section.refuse(key, "is missing; write true or false");
    }
    return section.flag(key);
  }

  private static int number(Section section, String key, int least, int most) {
    if (!section.has(key)) {
      section.refuse(key, "is missing; write a whole number from " + least + " to " + most);
    }
    return section.number(key, least, most, least);
  }
}
