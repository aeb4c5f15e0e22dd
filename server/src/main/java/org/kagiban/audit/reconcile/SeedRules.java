package org.kagiban.audit.reconcile;

import java.util.LinkedHashMap;
import java.util.Map;

/** The attributes that every resident seed must have. */
final class SeedRules {
  static final String LABEL_PREFIX = "kagiban-seed/";

  private static final String EXTRACTABLE = "CKA_EXTRACTABLE";
  private static final String TRUSTED_ONLY = "CKA_WRAP_WITH_TRUSTED";
  private static final String MODIFIABLE = "CKA_MODIFIABLE";

  private final Map<String, Boolean> must = new LinkedHashMap<>();

  /**
   * @param keys the log's; where those are locked against changes, seeds are too. HSMs that cannot
   *     do that have no such key but the security officer's
   */
  SeedRules(Iterable<ExpectedKey> keys) {
    must.put("CKA_PRIVATE", true);
    must.put("CKA_SENSITIVE", true);
    must.put("CKA_SIGN", true);
    for (String use :
        new String[] {
          "CKA_VERIFY", "CKA_ENCRYPT", "CKA_DECRYPT", "CKA_WRAP", "CKA_UNWRAP", "CKA_DERIVE"
        }) {
      must.put(use, false);
    }
    for (ExpectedKey key : keys) {
      if (!key.isTrusted() && Boolean.FALSE.equals(key.attributes().get(MODIFIABLE))) {
        must.put(MODIFIABLE, false);
      }
    }
  }

  void check(Item seed, long event, Differences differences) {
    Map<String, Boolean> has = seed.attributes();
    must.forEach(
        (name, value) -> {
          if (!value.equals(has.get(name))) {
            differences.attribute(seed.id(), name, value.toString(), text(has, name), event);
          }
        });
    boolean stays = Boolean.FALSE.equals(has.get(EXTRACTABLE));
    if (!stays && !Boolean.TRUE.equals(has.get(TRUSTED_ONLY))) {
      differences.attribute(
          seed.id(),
          EXTRACTABLE,
          "false, or " + TRUSTED_ONLY + " true",
          text(has, EXTRACTABLE),
          event);
    }
    if (!seed.label().equals(LABEL_PREFIX + seed.id())) {
      differences.attribute(seed.id(), "CKA_LABEL", LABEL_PREFIX + seed.id(), seed.label(), event);
    }
  }

  private static String text(Map<String, Boolean> attributes, String name) {
    Boolean value = attributes.get(name);
    return value == null ? "" : value.toString();
  }
}
