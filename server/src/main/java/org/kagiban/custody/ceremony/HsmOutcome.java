package org.kagiban.custody.ceremony;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.custody.ceremony.CeremonyDesk.ComponentCheck;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.Problems;
import org.kagiban.yaml.Section;
import org.kagiban.yaml.YamlFile;

/**
 * What a ceremony at the HSM reports: YAML, at most 64 KiB. The server believes nothing of it that
 * it can read itself.
 *
 * @param kind as in the ceremony's file
 * @param keys at least one; that of the ceremony's file among them
 * @param components key check values of the components, in the order of the file; empty where the
 *     ceremony has none
 * @param facts more lines for the transcript, in order
 */
public record HsmOutcome(
    CeremonyId ceremony,
    String kind,
    List<Key> keys,
    List<ComponentCheck> components,
    Map<String, String> facts) {
  /**
   * A key as the process at the HSM saw it.
   *
   * @param kcv key check value
   * @param method how it was made, the same words as {@link KeyFacts#kcvMethod}
   */
  public record Key(String label, byte[] kcv, String method) {
    public static Key of(KeyFacts facts) {
      return new Key(facts.label(), facts.kcv(), facts.kcvMethod());
    }

    public static Key of(WrappedKey key) {
      byte[] kcv = HexFormat.of().parseHex(key.check().value());
      return new Key(key.label(), kcv, key.check().method().text());
    }
  }

  public HsmOutcome {
    keys = List.copyOf(keys);
    components = List.copyOf(components);
  }

  /** YAML that {@link #parse} reads back; what {@link Act#FINISH} is signed about. */
  public byte[] bytes() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("outcome", kind);
    document.put("ceremony", ceremony.toString());
    document.put("keys", keys.stream().map(HsmOutcome::map).toList());
    if (!components.isEmpty()) {
      document.put("components", components.stream().map(HsmOutcome::map).toList());
    }
    if (!facts.isEmpty()) {
      List<Map<String, String>> lines = new ArrayList<>();
      facts.forEach((name, value) -> lines.add(ordered("name", name, "value", value)));
      document.put("facts", lines);
    }
    return YamlText.of(document).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws CeremonyRefusedException OUTCOME_INVALID, with every mistake and its line
   */
  static HsmOutcome parse(byte[] bytes) {
    Problems problems = new Problems("report what `kagiban ceremony run --at-hsm` wrote");
    try {
      Section root = YamlFile.read("outcome", bytes, null, problems);
      HsmOutcome outcome = new OutcomeReader(root).read();
      problems.throwIfAny("outcome");
      return outcome;
    } catch (ConfigException e) {
      throw new CeremonyRefusedException("OUTCOME_INVALID", String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, String> map(Key key) {
    Map<String, String> map = ordered("label", key.label(), "kcv", hex(key.kcv()));
    map.put("method", key.method());
    return map;
  }

  private static Map<String, String> map(ComponentCheck component) {
    return ordered("custodian", component.custodian(), "kcv", hex(component.kcv()));
  }

  private static Map<String, String> ordered(String key, String value, String then, String other) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put(key, value);
    map.put(then, other);
    return map;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
