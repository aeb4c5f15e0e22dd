package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.custody.ceremony.KeyFacts;

/** AES keys shared with vendors, in a user's session; they come in wrapped for the import key. */
final class TransportKeys {
  private final HsmSession session;
  private final ProviderQuirks quirks;

  TransportKeys(HsmSession session, ProviderQuirks quirks) {
    this.session = session;
    this.quirks = quirks;
  }

  KeyFacts importKey(String vendor, String keyId, byte[] wrapped, @Nullable KeyCheck expected) {
    String label = KeyNames.vendor(vendor);
    KeyNames.requireId(keyId);
    OptionalLong there = PartitionKeys.only(session, CKO_SECRET_KEY, label);
    if (there.isPresent()) {
      KeyNames.refuseOther(session, there.getAsLong(), label, keyId);
      return proven(label, there.getAsLong(), expected);
    }
    long made = unwrap(wrapped, KeyNames.named(template(), label, keyId));
    try {
      return proven(label, made, expected);
    } catch (RuntimeException e) {
      session.destroyAfter(e, made);
      throw e;
    }
  }

  private long unwrap(byte[] wrapped, Template template) {
    OptionalLong importKey = PartitionKeys.only(session, CKO_PRIVATE_KEY, KeyNames.IMPORT);
    if (importKey.isEmpty()) {
      throw new KeyRefusedException("the partition holds no import key: make it first");
    }
    long key = importKey.getAsLong();
    KeyNames.refuseWeak(KeyNames.IMPORT, KeyMaker.importPrivate(quirks).weakness(session, key));
    try {
      return session.unwrap(Mechanisms.oaep(), key, wrapped, template);
    } catch (HsmException e) {
      if (e.aboutKey()) {
        throw new KeyRefusedException(
            "the transport key cannot be unwrapped: it was wrapped for another import key, or is"
                + " damaged ("
                + e.getMessage()
                + ")",
            e);
      }
      throw e;
    }
  }

  private KeyFacts proven(String label, long key, @Nullable KeyCheck expected) {
    KeyNames.refuseWeak(label, template().weakness(session, key));
    KeyFacts facts = KeyReader.secretKey(session, key, KeyChecks.cmac(session, key));
    if (expected != null) {
      KeyNames.refuseOtherCheck(facts, expected);
    }
    return facts;
  }

  /** Signs too, for the key check value alone: an AES key that only unwraps has none to show. */
  private Template template() {
    return SeedObjects.lock(
        new Template()
            .number(CKA_CLASS, CKO_SECRET_KEY)
            .number(CKA_KEY_TYPE, CKK_AES)
            .flag(CKA_TOKEN, true)
            .flag(CKA_PRIVATE, true)
            .flag(CKA_SENSITIVE, true)
            .flag(CKA_EXTRACTABLE, false)
            .flag(CKA_UNWRAP, true)
            .flag(CKA_SIGN, true)
            .flag(CKA_WRAP, false)
            .flag(CKA_ENCRYPT, false)
            .flag(CKA_DECRYPT, false)
            .flag(CKA_VERIFY, false)
            .flag(CKA_DERIVE, false),
        quirks);
  }
}
