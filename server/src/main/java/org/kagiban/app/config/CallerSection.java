package org.kagiban.app.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.kagiban.yaml.Nearest;
import org.kagiban.yaml.Section;

/**
 * One client certificate and what it may do.
 *
 * @param name for logs and the audit log
 * @param certificate its subject as a distinguished name in canonical form, or {@code sha256:} and
 *     the SHA-256 of the certificate (DER) in 64 lower-case hexadecimal digits
 * @param institutions ids
 * @param person who uses the certificate; somebody with two certificates is one person
 */
public record CallerSection(
    String name, String certificate, RoleName role, Set<String> institutions, String person) {
  private static final String WORD = "[A-Za-z0-9._-]{1,64}";

  /** What a caller may do; see proto/README.md. */
  public enum RoleName {
    CHANNEL,
    OPERATOR,
    CUSTODIAN,
    AUDITOR
  }

  static List<CallerSection> readAll(List<Section> sections, Set<String> institutions) {
    List<CallerSection> callers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> certificates = new HashSet<>();
    Map<String, String> persons = new HashMap<>();
    for (Section section : sections) {
      CallerSection caller = read(section, institutions);
      if (!caller.name.isEmpty() && !names.add(caller.name)) {
        section.refuse("name", "'" + caller.name + "' is another caller's name; choose one each");
      }
      if (!caller.certificate.isEmpty() && !certificates.add(caller.certificate)) {
        section.refuse("certificate", "is another caller's; each caller has its own certificate");
      }
      String spelled = persons.putIfAbsent(caller.person.toLowerCase(Locale.ROOT), caller.person);
      if (spelled != null && !spelled.equals(caller.person)) {
        section.refuse(
            section.has("person") ? "person" : "name",
            "'" + caller.person + "' and '" + spelled + "' differ only in case; write one of them");
      }
      callers.add(caller);
    }
    return callers;
  }

  private static CallerSection read(Section section, Set<String> known) {
    String name = section.text("name", "1 to 64 of A-Z a-z 0-9 . _ -, for logs");
    if (!name.isEmpty() && !name.matches(WORD)) {
      section.refuse("name", "must be 1 to 64 of A-Z a-z 0-9 . _ -, not '" + name + "'");
    }
    String certificate = certificate(section);
    if (!section.has("role")) {
      section.refuse("role", "is missing; write channel, operator, custodian or auditor");
    }
    RoleName role = section.choice("role", RoleName.class, RoleName.AUDITOR);
    Set<String> institutions = institutions(section, known);
    String person = person(section, name);
    section.end();
    return new CallerSection(name, certificate, role, institutions, person);
  }

  private static String person(Section section, String name) {
    String what = "1 to 64 of A-Z a-z 0-9 . _ -, the same for all certificates of one person";
    String person = section.optionalText("person", what);
    if (person != null && !person.matches(WORD)) {
      section.refuse("person", "must be " + what + ", not '" + person + "'");
    }
    return person == null ? name : person;
  }

  private static String certificate(Section section) {
    String what = "the certificate's subject, such as CN=atm,O=Bank, or sha256: and 64 hex digits";
    String text = section.text("certificate", what);
    if (Fingerprint.isOne(text)) {
      return Fingerprint.read(section, "certificate", text);
    }
    try {
      return text.isEmpty() ? "" : new X500Principal(text).getName(X500Principal.CANONICAL);
    } catch (IllegalArgumentException e) {
      section.refuse("certificate", "must be " + what + ", not '" + text + "'");
      return "";
    }
  }

  private static Set<String> institutions(Section section, Set<String> known) {
    List<String> named = section.texts("institutions", "a list of institutions' ids, or all");
    if (named.equals(List.of("all"))) {
      return Set.copyOf(known);
    }
    for (String id : named) {
      if (!id.isEmpty() && !known.contains(id)) {
        section.refuse(
            "institutions", "'" + id + "' is not under institutions; " + Nearest.hint(id, known));
      }
    }
    return Set.copyOf(named);
  }
}
