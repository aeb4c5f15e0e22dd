package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.custody.ceremony.KeyFacts;
import sun.security.pkcs11.wrapper.Functions;

/** Reads keys back from the HSM for transcripts. */
final class KeyReader {
  static final long[] FLAGS = {
    CKA_PRIVATE,
    CKA_SENSITIVE,
    CKA_ALWAYS_SENSITIVE,
    CKA_EXTRACTABLE,
    CKA_NEVER_EXTRACTABLE,
    CKA_WRAP_WITH_TRUSTED,
    CKA_TRUSTED,
    CKA_LOCAL,
    CKA_MODIFIABLE,
    CKA_COPYABLE,
    CKA_DESTROYABLE,
    CKA_SIGN,
    CKA_VERIFY,
    CKA_ENCRYPT,
    CKA_DECRYPT,
    CKA_WRAP,
    CKA_UNWRAP,
    CKA_DERIVE
  };

  private KeyReader() {}

  /** CKA_ID, which is ASCII in keys of Kagiban's. */
  static String id(HsmSession session, long key) {
    return SeedObjects.text(session.attributes(key, CKA_ID)[0]);
  }

  static KeyFacts secretKey(HsmSession session, long key, KeyCheck check) {
    boolean aes = session.number(key, CKA_KEY_TYPE) == CKK_AES;
    return new KeyFacts(
        SeedObjects.text(session.attributes(key, CKA_LABEL)[0]),
        id(session, key),
        "secret key",
        aes ? "AES" : "generic secret",
        (int) session.number(key, CKA_VALUE_LEN) * 8,
        check,
        Optional.empty(),
        flags(session, key));
  }

  /**
   * @param key the private half
   */
  static KeyFacts keyPair(HsmSession session, long key, PublicHalf half) {
    return new KeyFacts(
        SeedObjects.text(session.attributes(key, CKA_LABEL)[0]),
        id(session, key),
        "key pair",
        half.type(),
        half.bits(),
        KeyChecks.pair(half.spki()),
        Optional.of(half.spki()),
        flags(session, key));
  }

  /** By name; an attribute that the key does not have is left out. */
  static Map<String, Boolean> flags(HsmSession session, long key) {
    Map<String, Boolean> flags = new LinkedHashMap<>();
    for (long type : FLAGS) {
      try {
        flags.put(Functions.getAttributeName(type), session.flag(key, type));
      } catch (HsmException e) {
        if (e.code() != Ckr.ATTRIBUTE_TYPE_INVALID) {
          throw e;
        }
      }
    }
    return flags;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
