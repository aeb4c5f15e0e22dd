package org.kagiban.custody.ceremony;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Institution;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.Problems;
import org.kagiban.yaml.Section;
import org.kagiban.yaml.YamlFile;

/**
 * A ceremony's file: YAML, at most 64 KiB; hsm-config/ceremonies has one of each kind.
 *
 * @param title for people; null where the file has none
 */
public record CeremonyFile(@Nullable String title, CeremonyPlan plan) {
  /** Longest title, in characters. */
  public static final int MAX_TITLE = 100;

  /**
   * Reads it strictly.
   *
   * @param name for messages, such as the file's name
   * @throws ConfigException with every mistake and its line
   */
  public static CeremonyFile read(String name, byte[] bytes) throws ConfigException {
    Problems problems = new Problems("see the examples in hsm-config/ceremonies");
    Section root = YamlFile.read(name, bytes, null, problems);
    String title = root.optionalText("title", "one line for people");
    if (title != null && !isTitle(title)) {
      root.refuse("title", "must be one line of at most " + MAX_TITLE + " characters");
    }
    CeremonyPlan plan = PlanReader.read(root);
    problems.throwIfAny(name);
    if (plan == null) {
      throw new IllegalStateException("no plan and no problem");
    }
    return new CeremonyFile(title, plan);
  }

  /** Whose seeds a file is about; null where it is about none, or has mistakes. */
  public static @Nullable Institution institution(byte[] bytes) {
    try {
      return parse("file", bytes) instanceof CeremonyPlan.SeedBatch batch
          ? batch.institution()
          : null;
    } catch (ConfigException e) {
      return null;
    }
  }

  /** The plan alone; otherwise as {@link #read}. */
  public static CeremonyPlan parse(String name, byte[] bytes) throws ConfigException {
    return read(name, bytes).plan();
  }

  /** The file of a seed batch, for the command that proposes it; {@link #parse} reads it back. */
  public static byte[] of(String title, CeremonyPlan.SeedBatch plan) {
    Map<String, Object> file = head(title, plan);
    file.put("institution", plan.institution().id());
    file.put("sha256", plan.sha256());
    file.put("records", plan.records());
    return bytes(file);
  }

  /** The file of a migration, likewise. */
  public static byte[] of(String title, CeremonyPlan.SeedMigration plan) {
    Map<String, Object> file = head(title, plan);
    file.put("to", plan.to().name().toLowerCase(Locale.ROOT));
    return bytes(file);
  }

  private static Map<String, Object> head(String title, CeremonyPlan plan) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("ceremony", plan.kind());
    file.put("title", title);
    file.put("partition", plan.partition());
    return file;
  }

  private static byte[] bytes(Map<String, Object> file) {
    return YamlText.of(file).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a text can be a file's title. */
  public static boolean isTitle(String text) {
    return text.length() <= MAX_TITLE && !hasControls(text);
  }

  /** As much of a line as fits into a title. */
  public static String title(String line) {
    return line.substring(0, Math.min(line.length(), MAX_TITLE));
  }

  static boolean hasControls(String text) {
    return text.codePoints().anyMatch(Character::isISOControl);
  }
}
