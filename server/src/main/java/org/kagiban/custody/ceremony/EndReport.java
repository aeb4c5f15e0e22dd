package org.kagiban.custody.ceremony;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.audit.AuditEvent;
import org.kagiban.custody.ceremony.CeremonyDesk.ComponentCheck;

/** How a ceremony ended, as {@link Ceremony#outcome} keeps it: YAML. */
final class EndReport {
  /** Key of what was reported from the HSM; {@link Act#FINISH} is signed about it. */
  static final String REPORTED = "reported";

  static final String APPROVALS_NEEDED = "approvals-needed";

  private final Map<String, Object> document = new LinkedHashMap<>();

  EndReport(CeremonyServer server, CeremonyEvents by) {
    document.put("server", "Kagiban " + server.version());
    document.put("at", by.now().toString());
    document.put("by", by.person() + " as " + by.custodian());
    document.put(APPROVALS_NEEDED, server.policy().approvals());
  }

  EndReport aborted(String reason) {
    document.put("reason", reason);
    return this;
  }

  /** As the HSM says they are. */
  EndReport keys(List<KeyFacts> keys) {
    return list("keys", keys.stream().map(EndReport::map).toList());
  }

  EndReport changed(List<CustodyKey> keys) {
    List<Map<String, Object>> states = new ArrayList<>();
    for (CustodyKey key : keys) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("label", key.label());
      map.put("state", key.state().name());
      map.put("kcv", HexFormat.of().formatHex(key.kcv()));
      map.put("kcv-method", key.kcvMethod());
      states.add(map);
    }
    return list("states", states);
  }

  EndReport components(List<ComponentCheck> components) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (ComponentCheck component : components) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("custodian", component.custodian());
      map.put("kcv", HexFormat.of().formatHex(component.kcv()));
      map.put("kcv-method", CeremonyEvents.COMPONENT_METHOD);
      list.add(map);
    }
    return list("components", list);
  }

  EndReport facts(Map<String, String> facts) {
    if (!facts.isEmpty()) {
      document.put("facts", new LinkedHashMap<>(facts));
    }
    return this;
  }

  EndReport events(List<AuditEvent> events) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (AuditEvent event : events) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("kind", event.kind().name());
      map.put("id", event.id().toString());
      list.add(map);
    }
    return list("events", list);
  }

  EndReport reported(String yaml) {
    document.put(REPORTED, yaml);
    return this;
  }

  String text() {
    return YamlText.of(document);
  }

  private EndReport list(String key, List<Map<String, Object>> list) {
    if (!list.isEmpty()) {
      document.put(key, list);
    }
    return this;
  }

  private static Map<String, Object> map(KeyFacts key) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("label", key.label());
    map.put("id", key.id());
    map.put("type", key.description());
    map.put("kcv", HexFormat.of().formatHex(key.kcv()));
    map.put("kcv-method", key.kcvMethod());
    key.publicKey()
        .ifPresent(spki -> map.put("public-key", Base64.getEncoder().encodeToString(spki)));
    map.put("attributes", new LinkedHashMap<>(key.attributes()));
    return map;
  }
}
