package org.kagiban.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Where a server is and who asks, as a small YAML file of these keys. Relative paths are relative
 * to the file.
 *
 * @param target host:port
 * @param ca PEM, the authority that signed the server's certificate
 * @param certificate PEM, the caller's own
 * @param key PEM, PKCS#8, the caller's own
 * @param authority the name to expect in the server's certificate, null for the target's host
 */
public record ConnectFile(
    String target, Path ca, Path certificate, Path key, @Nullable String authority) {
  private static final List<String> REQUIRED = List.of("target", "ca", "certificate", "key");
  private static final String AUTHORITY = "authority";

  /**
   * @throws CliException (usage) where the file is not one of these
   */
  public static ConnectFile read(Path file) {
    Map<String, String> values = parse(file);
    TreeSet<String> unknown = new TreeSet<>(values.keySet());
    REQUIRED.forEach(unknown::remove);
    unknown.remove(AUTHORITY);
    if (!unknown.isEmpty()) {
      throw fault(file, "does not know the key '%s'".formatted(unknown.first()));
    }
    REQUIRED.forEach(key -> required(file, values, key));
    return new ConnectFile(
        required(file, values, "target"),
        readable(file, values, "ca"),
        readable(file, values, "certificate"),
        readable(file, values, "key"),
        values.get(AUTHORITY));
  }

  /** The file's text, its paths relative to {@code folder}. */
  public String toYaml(Path folder) {
    StringBuilder text = new StringBuilder();
    line(text, "target", target);
    line(text, "ca", folder.relativize(ca).toString());
    line(text, "certificate", folder.relativize(certificate).toString());
    line(text, "key", folder.relativize(key).toString());
    if (authority != null) {
      line(text, AUTHORITY, authority);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(": '").append(value.replace("'", "''")).append("'\n");
  }

  private static Map<String, String> parse(Path file) {
    Map<String, String> values = new TreeMap<>();
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
      if (!(new Load(settings).loadFromString(Files.readString(file)) instanceof Map<?, ?> map)) {
        throw fault(file, "is not YAML of the form 'key: value'");
      }
      map.forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
      return values;
    } catch (NoSuchFileException e) {
      throw CliException.usage(
          "there is no connect file %s; give its path with --connect or KAGIBAN_CONNECT"
              .formatted(file));
    } catch (IOException e) {
      throw CliException.usage("cannot read %s (%s)".formatted(file, e));
    } catch (YamlEngineException e) {
      throw fault(file, "is not YAML of the form 'key: value'");
    }
  }

  private static String required(Path file, Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null || value.isBlank()) {
      throw fault(file, "lacks the key '%s'".formatted(key));
    }
    return value;
  }

  private static Path readable(Path file, Map<String, String> values, String key) {
    Path path = file.toAbsolutePath().resolveSibling(required(file, values, key));
    if (!Files.isReadable(path)) {
      throw CliException.usage(
          "cannot read %s, which %s names as '%s': correct the path or its permissions"
              .formatted(path, file, key));
    }
    return path;
  }

  private static CliException fault(Path file, String what) {
    return CliException.usage(
        "%s %s; it takes %s and, where the names differ, %s"
            .formatted(file, what, String.join(", ", REQUIRED), AUTHORITY));
  }
}
