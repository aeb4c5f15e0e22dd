package org.kagiban.custody.ceremony;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.Problems;
import org.kagiban.yaml.Section;
import org.kagiban.yaml.YamlFile;

/**
 * A backup of a KEK and the server's own keys, as a file: YAML. Without all components of the
 * backup key it is worth nothing.
 *
 * @param partition label of the partition that it is of
 * @param kek under the backup key
 * @param keys the others, each under the KEK
 */
public record BackupFile(
    CeremonyId ceremony, String partition, WrappedKey kek, List<WrappedKey> keys) {
  private static final String FORM = "kagiban-backup";
  private static final String VERSION = "1";

  public BackupFile {
    keys = List.copyOf(keys);
  }

  /** What {@link #parse} reads back. */
  public byte[] bytes() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(FORM, VERSION);
    document.put("ceremony", ceremony.toString());
    document.put("partition", partition);
    document.put("kek", map(kek));
    document.put("keys", keys.stream().map(BackupFile::map).toList());
    return YamlText.of(document).getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> map(WrappedKey key) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("label", key.label());
    map.put("id", key.id());
    map.put("wrapped", Base64.getEncoder().encodeToString(key.wrapped()));
    map.put("kcv", key.check().value());
    map.put("kcv-method", key.check().method().name());
    return map;
  }

  /**
   * @param name of the file, for messages
   * @throws ConfigException with every mistake and its line
   */
  public static BackupFile parse(String name, byte[] bytes) throws ConfigException {
    Problems problems = new Problems("take the file that `kagiban ceremony run` wrote");
    Section root = YamlFile.read(name, bytes, null, problems);
    if (!root.text(FORM, VERSION).equals(VERSION)) {
      root.refuse(FORM, "must be " + VERSION + "; another version of kagiban wrote the file");
    }
    String ceremony = root.text("ceremony", "the id of the backup's ceremony");
    String partition = root.text("partition", "the partition's label");
    WrappedKey kek = key(root.section("kek"));
    List<WrappedKey> keys = new ArrayList<>();
    root.optionalSections("keys").forEach(section -> keys.add(key(section)));
    root.end();
    CeremonyId id = id(root, ceremony);
    problems.throwIfAny(name);
    return new BackupFile(id, partition, kek, keys);
  }

  private static CeremonyId id(Section root, String text) {
    try {
      return CeremonyId.parse(text);
    } catch (IllegalArgumentException e) {
      root.refuse("ceremony", "must be the ceremony's id, a UUID");
      return CeremonyId.random();
    }
  }

  private static WrappedKey key(Section section) {
    String label = section.text("label", "the key's label");
    String id = section.text("id", "the key's CKA_ID");
    byte[] wrapped = base64(section);
    KeyCheck check = check(section);
    section.end();
    return new WrappedKey(label, id, wrapped, check);
  }

  private static byte[] base64(Section section) {
    try {
      return Base64.getDecoder().decode(section.text("wrapped", "the wrapped key in base64"));
    } catch (IllegalArgumentException e) {
      section.refuse("wrapped", "must be base64");
      return new byte[0];
    }
  }

  private static KeyCheck check(Section section) {
    KeyCheck.Method method = KeyCheck.Method.AES_KWP_ZEROS;
    String value = section.text("kcv", "the key check value in hexadecimal, in quotes");
    try {
      method = KeyCheck.Method.valueOf(section.text("kcv-method", "how it was made"));
      return new KeyCheck(method, value);
    } catch (IllegalArgumentException e) {
      section.refuse("kcv", "must be a key check value of the method named beside it");
      return new KeyCheck(method, "00".repeat(method.size()));
    }
  }
}
