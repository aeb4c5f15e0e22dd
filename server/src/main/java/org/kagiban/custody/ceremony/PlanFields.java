package org.kagiban.custody.ceremony;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.CeremonyPlan.SeedMigration.Place;
import org.kagiban.token.Institution;
import org.kagiban.yaml.Section;

/** The fields of a ceremony's file. What breaks a rule is noted, and reading goes on. */
final class PlanFields {
  private static final String KEK_LABEL = "kagiban-kek- and a number, such as kagiban-kek-1";
  private static final String VENDOR_LABEL =
      "kagiban-vendor- and the vendor's name in 1 to 32 of a-z 0-9 -, such as kagiban-vendor-acme";
  private static final String HEX_KCV =
      "a key check value: an even number of 6 to 64 digits of 0-9 a-f, in quotes";
  private static final Pattern KCV = Pattern.compile("(?:[0-9a-f]{2}){3,32}");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Map<String, String> KEY_ELSEWHERE =
      Map.of("bits", "transport-key", "kcv", "transport-key or key-destruction");

  private final Section root;

  PlanFields(Section root) {
    this.root = root;
  }

  String partition() {
    String what = "the HSM partition's label, 1 to 32 bytes";
    String label = root.text("partition", what);
    int bytes = label.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > 32 || CeremonyFile.hasControls(label)) {
      root.refuse("partition", "must be " + what);
    }
    return label;
  }

  String keyWithKekLabel() {
    Section key = root.section("key");
    String label = label(key, "label", KEK_LABEL, KeyLabels::isKek);
    key.end(PlanReader.foreign("this ceremony", KEY_ELSEWHERE));
    return label;
  }

  CeremonyPlan transportKey() {
    String partition = partition();
    Section key = root.section("key");
    String label = label(key, "label", VENDOR_LABEL, KeyLabels::isVendor);
    int bits = key.number("bits", 128, 256, 0);
    if (!key.has("bits") || (bits != 0 && bits % 64 != 0)) {
      key.refuse("bits", "must be 128, 192 or 256: the vendor says which");
    }
    String kcv = key.optionalText("kcv", HEX_KCV);
    if (kcv != null) {
      requireForm(key, "kcv", kcv, KCV, HEX_KCV);
    }
    key.end();
    return new CeremonyPlan.TransportKey(partition, label, bits, custodians(), kcv);
  }

  CeremonyPlan destruction() {
    String partition = partition();
    Section key = root.section("key");
    String label = label(key, "label", "the label of a key that is Kagiban's", KeyLabels::isKnown);
    String kcv = key.text("kcv", HEX_KCV);
    requireForm(key, "kcv", kcv, KCV, HEX_KCV);
    key.end(PlanReader.foreign("key-destruction", Map.of("bits", "transport-key")));
    return new CeremonyPlan.KeyDestruction(partition, label, kcv);
  }

  CeremonyPlan rotation() {
    String partition = partition();
    String from = label(root, "from", KEK_LABEL, KeyLabels::isKek);
    String to = label(root, "to", KEK_LABEL, KeyLabels::isKek);
    if (!from.isEmpty() && from.equals(to)) {
      root.refuse("to", "must be another KEK than from");
    }
    return new CeremonyPlan.KekRotation(partition, from, to);
  }

  Place migrationTo() {
    if (!root.has("to")) {
      String unused = root.text("to", "wrapped or resident, as hsm.seeds says");
    }
    return root.choice("to", Place.class, Place.WRAPPED);
  }

  String fileName(String key) {
    String what = "a file's name of 1 to 64 of A-Z a-z 0-9 . _ - without a folder";
    String name = root.text(key, what);
    requireForm(root, key, name, FILE_NAME, what);
    return name;
  }

  String sha256(String whose) {
    String what = "a SHA-256, 64 digits of 0-9 a-f: " + whose;
    String hash = root.text("sha256", what);
    requireForm(root, "sha256", hash, SHA_256, what);
    return hash;
  }

  long records() {
    if (!root.has("records")) {
      String unused = root.text("records", "how many good records the check found");
    }
    return root.number("records", 1, 100_000_000, 1);
  }

  Institution institution() {
    String id = root.text("institution", "the id of an institution in the server's configuration");
    try {
      return new Institution(id.isEmpty() ? "none" : id);
    } catch (IllegalArgumentException e) {
      root.refuse("institution", "must be 1 to 32 of A-Z a-z 0-9 . _ -");
      return new Institution("none");
    }
  }

  /** Two or three different people. */
  List<String> custodians() {
    String what = "a list of the 2 or 3 people who hold a component each, such as [Aiko, Ben]";
    List<String> names = root.texts("custodians", what);
    if (!root.has("custodians")) {
      return names;
    }
    if (names.size() < 2 || names.size() > 3) {
      root.refuse("custodians", "must be " + what);
    }
    List<String> seen = new ArrayList<>();
    for (String name : names) {
      if (name.isBlank() || name.length() > 64 || CeremonyFile.hasControls(name)) {
        root.refuse("custodians", "must be names of 1 to 64 characters");
      } else if (seen.contains(People.plain(name))) {
        root.refuse("custodians", "has '" + name + "' twice; each component is another person's");
      }
      seen.add(People.plain(name));
    }
    return names;
  }

  private static String label(Section section, String key, String what, Predicate<String> form) {
    String label = section.text(key, what);
    if (!label.isEmpty() && !form.test(label)) {
      section.refuse(key, "must be " + what + ", not '" + label + "'");
    }
    return label;
  }

  private static void requireForm(
      Section section, String key, @Nullable String text, Pattern form, String what) {
    if (text != null && !text.isEmpty() && !form.matcher(text).matches()) {
      section.refuse(key, "must be " + what + ", not '" + text + "'");
    }
  }
}
