package org.kagiban.custody.ceremony;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.kagiban.custody.ceremony.CeremonyDesk.ComponentCheck;
import org.kagiban.yaml.Section;

/** Reads what was reported from the HSM. */
final class OutcomeReader {
  private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2}){3,32}");
  private static final CeremonyId NONE = CeremonyId.parse("00000000-0000-0000-0000-000000000000");

  private final Section root;

  OutcomeReader(Section root) {
    this.root = root;
  }

  HsmOutcome read() {
    HsmOutcome outcome =
        new HsmOutcome(
            ceremony(), root.text("outcome", "the ceremony's kind"), keys(), components(), facts());
    root.end();
    return outcome;
  }

  private CeremonyId ceremony() {
    String text = root.text("ceremony", "the ceremony's id");
    try {
      return CeremonyId.parse(text);
    } catch (IllegalArgumentException e) {
      root.refuse("ceremony", "must be the ceremony's id, a UUID");
      return NONE;
    }
  }

  private List<HsmOutcome.Key> keys() {
    List<HsmOutcome.Key> keys = new ArrayList<>();
    for (Section key : root.sections("keys")) {
      String label = key.text("label", "a key's label");
      if (!KeyLabels.isKnown(label)) {
        key.refuse("label", "must be the label of a key that is Kagiban's");
      }
      String method = key.text("method", "how the key check value was made");
      keys.add(new HsmOutcome.Key(label, kcv(key), method));
      key.end();
    }
    return keys;
  }

  private List<ComponentCheck> components() {
    List<ComponentCheck> components = new ArrayList<>();
    for (Section component : root.optionalSections("components")) {
      String custodian = component.text("custodian", "who holds it");
      components.add(new ComponentCheck(custodian, kcv(component)));
      component.end();
    }
    return components;
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    for (Section fact : root.optionalSections("facts")) {
      String name = fact.text("name", "what it is");
      if (facts.put(name, fact.text("value", "what was found")) != null) {
        fact.refuse("name", "stands here twice");
      }
      fact.end();
    }
    return facts;
  }

  private static byte[] kcv(Section section) {
    String text = section.text("kcv", "a key check value in hexadecimal, in quotes");
    if (!HEX.matcher(text).matches()) {
      section.refuse("kcv", "must be an even number of 6 to 64 digits of 0-9 a-f");
      return new byte[0];
    }
    return HexFormat.of().parseHex(text);
  }
}
