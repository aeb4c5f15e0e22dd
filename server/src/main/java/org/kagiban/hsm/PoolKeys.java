package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_CLASS;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_KEY_TYPE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_LABEL;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_TOKEN;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKK_AES;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKO_SECRET_KEY;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.custody.ceremony.KeyLabels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that every partition of a pool must have, each with the check value that the partition
 * itself computed: request key, binding key and KEKs.
 *
 * @param checks by label
 */
record PoolKeys(Map<String, KeyCheck> checks) {
  private static final Logger LOG = LoggerFactory.getLogger(PoolKeys.class);

  PoolKeys {
    checks = Map.copyOf(checks);
  }

  /** Those that a partition has now. One that it cannot compute a check value with is left out. */
  static PoolKeys read(HsmSession session) {
    Map<String, KeyCheck> checks = new TreeMap<>();
    for (String label : new String[] {KeyNames.REQUEST, KeyNames.BINDING}) {
      OptionalLong found = PartitionKeys.only(session, CKO_SECRET_KEY, label);
      if (found.isPresent()) {
        checks.put(label, KeyChecks.hmac(session, found.getAsLong()));
      }
    }
    Template aes =
        new Template()
            .number(CKA_CLASS, CKO_SECRET_KEY)
            .number(CKA_KEY_TYPE, CKK_AES)
            .flag(CKA_TOKEN, true);
    for (long key : session.find(aes)) {
      String label = SeedObjects.text(session.attributes(key, CKA_LABEL)[0]);
      if (KeyLabels.isKek(label)) {
        addKek(session, checks, label, key);
      }
    }
    return new PoolKeys(checks);
  }

  private static void addKek(
      HsmSession session, Map<String, KeyCheck> checks, String label, long key) {
    try {
      KeyCheck other = checks.put(label, KeyChecks.kek(session, key));
      if (other != null && !other.equals(checks.get(label))) {
        throw new HsmSetupException("the partition holds more than one key labelled " + label);
      }
    } catch (HsmException e) {
      if (e.lost()) {
        throw e;
      }
      // Such as p11-kit's socket, which forwards no key wrapping.
      LOG.warn("the partition cannot use its key {}: {}", label, e.getMessage());
    }
  }

  /** Whether there is what serving needs. */
  boolean serve() {
    return checks.containsKey(KeyNames.REQUEST);
  }

  /** Whether a partition showed one of these keys before and does not now. */
  boolean gone(PoolKeys before, PoolKeys now) {
    return checks.keySet().stream()
        .anyMatch(label -> before.checks.containsKey(label) && !now.checks.containsKey(label));
  }

  /** Those that no ceremony takes away. */
  PoolKeys lasting() {
    Map<String, KeyCheck> lasting = new TreeMap<>(checks);
    lasting.keySet().retainAll(Set.of(KeyNames.REQUEST, KeyNames.BINDING));
    return new PoolKeys(lasting);
  }

  /**
   * What of a partition's keys is not as these are.
   *
   * @param stored whether the partition has to serve stored seeds, and so needs the keys for them
   * @return a sentence that says what to do; empty where the partition may serve
   */
  Optional<String> complaint(PoolKeys partitions, boolean stored) {
    for (Map.Entry<String, KeyCheck> wanted : checks.entrySet()) {
      String label = wanted.getKey();
      KeyCheck there = partitions.checks.get(label);
      if (there == null && (stored || label.equals(KeyNames.REQUEST))) {
        return Optional.of(
            "it lacks the key "
                + label
                + " of the others: restore a backup into it by a kek-restore ceremony, or clone the"
                + " first partition with the vendor's tools (hsm-config/README.md, A pool)");
      }
      if (there != null && !there.equals(wanted.getValue())) {
        return Optional.of(
            "its key "
                + label
                + " has the check value "
                + there.value()
                + ", that of the others has "
                + wanted.getValue().value()
                + ": it was not cloned or restored from them, or it computes wrong results. Find"
                + " out which; until then leave it out of hsm.partitions");
      }
    }
    return Optional.empty();
  }
}
