package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.custody.ceremony.WrappedKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/** Makes KEKs in the security officer's session, and destroys at once what came out weaker. */
final class KekMaker {
  private static final Logger LOG = LoggerFactory.getLogger(KekMaker.class);

  private final HsmSession session;
  private final boolean acceptNotEnforced;

  KekMaker(HsmSession session, boolean acceptNotEnforced) {
    this.session = session;
    this.acceptNotEnforced = acceptNotEnforced;
  }

  KeyFacts generate(String label, String keyId) {
    CK_MECHANISM mechanism = new CK_MECHANISM(CKM_AES_KEY_GEN);
    return adoptOrMake(
        label,
        keyId,
        template -> session.generateKey(mechanism, template.number(CKA_VALUE_LEN, Kek.BYTES)),
        facts -> {});
  }

  /**
   * Unwraps a backup.
   *
   * @throws HsmException where that fails
   */
  KeyFacts restore(WrappedKey kek, long backupKey) {
    return adoptOrMake(
        kek.label(),
        kek.id(),
        template -> session.unwrap(Mechanisms.keyWrapPad(), backupKey, kek.wrapped(), template),
        facts -> KeyNames.refuseOtherCheck(facts, kek.check()));
  }

  private KeyFacts adoptOrMake(
      String label, String keyId, ToLongFunction<Template> how, Consumer<KeyFacts> look) {
    OptionalLong there = adoptable(label, keyId);
    if (there.isPresent()) {
      return proven(Kek.of(session, label, there.getAsLong()), look);
    }
    long made = make(label, keyId, how);
    try {
      return proven(Kek.of(session, label, made), look);
    } catch (RuntimeException e) {
      session.destroyAfter(e, made);
      throw e;
    }
  }

  private OptionalLong adoptable(String label, String keyId) {
    KeyNames.requireId(keyId);
    if (!Kek.isLabel(label)) {
      throw new KeyRefusedException(
          "a KEK is labelled kagiban-kek-1 to kagiban-kek-9999, not " + label);
    }
    OptionalLong there = PartitionKeys.only(session, CKO_SECRET_KEY, label);
    if (there.isPresent()) {
      KeyNames.refuseOther(session, there.getAsLong(), label, keyId);
    }
    return there;
  }

  private long make(String label, String keyId, ToLongFunction<Template> how) {
    NestedTemplate unwrapping = Kek.unwrapTemplate();
    NestedTemplate wrapping = Kek.wrapTemplate();
    Template template =
        Kek.template()
            .nested(CKA_UNWRAP_TEMPLATE, unwrapping)
            .nested(CKA_WRAP_TEMPLATE, wrapping)
            .bytes(CKA_LABEL, KeyReader.ascii(label))
            .bytes(CKA_ID, KeyReader.ascii(keyId));
    try {
      return how.applyAsLong(template);
    } finally {
      Reference.reachabilityFence(unwrapping);
      Reference.reachabilityFence(wrapping);
    }
  }

  private KeyFacts proven(Kek kek, Consumer<KeyFacts> look) {
    List<String> gaps = new ArrayList<>(kek.weaknesses(session));
    gaps.addAll(KekEnforcement.templatesAsOfficer(session, kek));
    if (!gaps.isEmpty()) {
      String weaker = "the HSM made " + kek.label() + " weaker than asked: " + gaps;
      if (!acceptNotEnforced) {
        throw new HsmSetupException(
            weaker
                + ". It is not used. Take an HSM that enforces it, or accept it by name in the"
                + " configuration: kek-not-enforced");
      }
      LOG.warn("{}; accepted by the configuration", weaker);
    }
    KeyCheck check = KeyChecks.kek(session, kek.handle());
    KeyFacts facts = KeyReader.secretKey(session, kek.handle(), check);
    look.accept(facts);
    return gaps.isEmpty() ? facts.with(officersFindings()) : facts;
  }

  /** What an officer can find out by trying; the server tries the rest. */
  private static Map<String, Boolean> officersFindings() {
    Map<String, Boolean> found = new LinkedHashMap<>();
    found.put("CKA_UNWRAP_TEMPLATE.CKA_PRIVATE", true);
    found.put("CKA_WRAP_TEMPLATE.CKA_KEY_TYPE", true);
    return found;
  }
}
