package org.kagiban.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.Problems;
import org.kagiban.yaml.Section;
import org.kagiban.yaml.YamlFile;

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
  private static final String AUTHORITY = "authority";
  private static final String EXAMPLE =
      "it takes target, ca, certificate, key and, where the names differ, authority";

  /**
   * @throws CliException (usage) where the file is not one of these
   */
  public static ConnectFile read(Path file) {
    if (Files.notExists(file)) {
      throw CliException.usage(
          "there is no connect file %s; give its path with --connect or KAGIBAN_CONNECT"
              .formatted(file));
    }
    Problems problems = new Problems(EXAMPLE);
    try {
      ConnectFile read = read(YamlFile.read(file, problems));
      problems.throwIfAny(file);
      return read;
    } catch (ConfigException e) {
      throw new CliException(Exit.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static ConnectFile read(Section root) {
    ConnectFile read =
        new ConnectFile(
            root.text("target", "the server's host:port"),
            readable(root, "ca", "the PEM file of the authority that signed the server's"),
            readable(root, "certificate", "the PEM file of your own certificate"),
            readable(root, "key", "the PEM file of your own key, PKCS#8"),
            root.optionalText(AUTHORITY, "the name in the server's certificate"));
    root.end();
    return read;
  }

  private static Path readable(Section root, String key, String what) {
    Path path = root.path(key, what);
    if (root.has(key) && !Files.isReadable(path)) {
      root.refuse(key, "cannot read " + path + "; correct the path or its permissions");
    }
    return path;
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
}
