package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.custody.ceremony.WrappedKey;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/**
 * The partition's HMAC keys, in a user's session. Where the partition keeps keys with
 * CKA_WRAP_WITH_TRUSTED from leaving under any key but a trusted one, they have it and can be
 * backed up under a KEK; elsewhere they never leave.
 */
final class SupportKeys {
  private static final List<String> LABELS = List.of(KeyNames.REQUEST, KeyNames.BINDING);
  private static final int BYTES = 32;

  private final HsmSession session;
  private final ProviderQuirks quirks;

  SupportKeys(HsmSession session, ProviderQuirks quirks) {
    this.session = session;
    this.quirks = quirks;
  }

  private Template template(boolean extractable) {
    Template template = SeedObjects.macKey(true, extractable);
    if (extractable) {
      template.flag(CKA_WRAP_WITH_TRUSTED, true);
    }
    return SeedObjects.lock(template, quirks);
  }

  /** What of a key that is there is weaker than it must be; empty where nothing is. */
  String weakness(long key) {
    if (!session.flag(key, CKA_EXTRACTABLE)) {
      return KeyMaker.request(quirks).weakness(session, key);
    }
    String weakness = template(true).weakness(session, key);
    if (!weakness.isEmpty()) {
      return "CKA_EXTRACTABLE is true, " + weakness;
    }
    List<String> gaps = KekEnforcement.wrapWithTrusted(session);
    return gaps.isEmpty() ? "" : "CKA_EXTRACTABLE is true, " + gaps;
  }

  KeyFacts make(String label, String keyId) {
    CK_MECHANISM mechanism = new CK_MECHANISM(CKM_GENERIC_SECRET_KEY_GEN);
    return adoptOrMake(
        label,
        keyId,
        template -> session.generateKey(mechanism, template.number(CKA_VALUE_LEN, BYTES)),
        facts -> {});
  }

  WrappedKey backup(String label, String kekLabel) {
    requireLabel(label);
    OptionalLong found = PartitionKeys.only(session, CKO_SECRET_KEY, label);
    if (found.isEmpty()) {
      throw new KeyRefusedException("the partition holds no key " + label);
    }
    long key = found.getAsLong();
    if (!session.flag(key, CKA_EXTRACTABLE)) {
      throw new KeyRefusedException(
          "the key " + label + " was made to stay: this partition cannot back it up");
    }
    Kek kek = Kek.find(session, kekLabel);
    byte[] wrapped = session.wrap(Mechanisms.keyWrapPad(), kek.handle(), key);
    return new WrappedKey(label, KeyReader.id(session, key), wrapped, KeyChecks.hmac(session, key));
  }

  KeyFacts restore(WrappedKey backup, String kekLabel) {
    Kek kek = Kek.find(session, kekLabel);
    try {
      return adoptOrMake(
          backup.label(),
          backup.id(),
          template ->
              session.unwrap(Mechanisms.keyWrapPad(), kek.handle(), backup.wrapped(), template),
          facts -> KeyNames.refuseOtherCheck(facts, backup.check()));
    } catch (HsmException e) {
      if (e.aboutKey()) {
        throw new KeyRefusedException(
            "the backup of "
                + backup.label()
                + " cannot be unwrapped: it is damaged, or was made under another KEK than "
                + kek
                + " ("
                + e.getMessage()
                + ")",
            e);
      }
      throw e;
    }
  }

  private KeyFacts adoptOrMake(
      String label, String keyId, ToLongFunction<Template> how, Consumer<KeyFacts> look) {
    requireLabel(label);
    KeyNames.requireId(keyId);
    OptionalLong there = PartitionKeys.only(session, CKO_SECRET_KEY, label);
    if (there.isPresent()) {
      KeyNames.refuseOther(session, there.getAsLong(), label, keyId);
      return proven(label, there.getAsLong(), look);
    }
    boolean extractable = KekEnforcement.wrapWithTrusted(session).isEmpty();
    long made = how.applyAsLong(KeyNames.named(template(extractable), label, keyId));
    try {
      return proven(label, made, look);
    } catch (RuntimeException e) {
      session.destroyAfter(e, made);
      throw e;
    }
  }

  private KeyFacts proven(String label, long key, Consumer<KeyFacts> look) {
    KeyNames.refuseWeak(label, weakness(key));
    KeyFacts facts = KeyReader.secretKey(session, key, KeyChecks.hmac(session, key));
    look.accept(facts);
    return facts;
  }

  private static void requireLabel(String label) {
    if (!LABELS.contains(label)) {
      throw new KeyRefusedException("not one of " + LABELS + ": " + label);
    }
  }
}
