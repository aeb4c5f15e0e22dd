package org.kagiban.app.config;

import java.util.Locale;
import java.util.Set;
import org.kagiban.token.Institution;
import org.kagiban.token.TokenPolicy;
import org.kagiban.yaml.Section;

/**
 * A bank or credit union that this server works for.
 *
 * @param name for people
 * @param tokenIdPrefix four letters that begin the Token IDs that the server makes for it
 */
public record InstitutionSection(String id, String name, String tokenIdPrefix, TokenPolicy policy) {

  static InstitutionSection read(Section section, Set<String> ids, Set<String> prefixes) {
    String id = section.text("id", "1 to 32 of A-Z a-z 0-9 . _ -, such as sample-cu");
    checkId(section, id, ids);
    String name = section.text("name", "the institution's name, for people");
    String prefix = section.text("token-id-prefix", "four letters A-Z, such as VSST");
    checkPrefix(section, prefix, prefixes);
    TokenPolicy policy = PolicySection.read(section.optionalSection("policy"));
    section.end();
    return new InstitutionSection(id, name, prefix, policy);
  }

  public Institution institution() {
    return new Institution(id);
  }

  private static void checkId(Section section, String id, Set<String> ids) {
    try {
      if (!id.isEmpty() && !ids.add(new Institution(id).id())) {
        section.refuse("id", "'" + id + "' is another institution's id already; choose one each");
      }
    } catch (IllegalArgumentException e) {
      section.refuse("id", "must be 1 to 32 of A-Z a-z 0-9 . _ -, not '" + id + "'");
    }
  }

  private static void checkPrefix(Section section, String prefix, Set<String> prefixes) {
    if (prefix.isEmpty()) {
      return;
    }
    if (!prefix.matches("[A-Z]{4}")) {
      String upper = prefix.toUpperCase(Locale.ROOT);
      section.refuse(
          "token-id-prefix",
          "must be four letters A-Z, not '"
              + prefix
              + "'"
              + (upper.matches("[A-Z]{4}") ? "; write " + upper : ""));
    } else if (!prefixes.add(prefix)) {
      section.refuse(
          "token-id-prefix", "'" + prefix + "' is another institution's; choose one each");
    }
  }
}
