package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kagiban.audit.reconcile.Item;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;
import sun.security.pkcs11.wrapper.Functions;

/** One object of a partition, of any class and maker. Holds nothing secret. */
record HsmInventoryObject(long handle, long type, String label, String id) {
  /** Of a seed that no token has. */
  private static final HashAlgorithm DEFAULT = HashAlgorithm.SHA1;

  private static final String SEED_METHOD = "first 8 bytes of HMAC-%s over \"kagiban kcv\"";

  /** Public halves of one label that a private one is tried with. */
  private static final int MOST_HALVES = 10;

  static HsmInventoryObject read(HsmSession session, long handle) {
    try {
      CK_ATTRIBUTE[] names = session.attributes(handle, CKA_CLASS, CKA_LABEL, CKA_ID);
      return new HsmInventoryObject(
          handle, names[0].getLong(), SeedObjects.text(names[1]), SeedObjects.text(names[2]));
    } catch (HsmException e) {
      if (e.code() != Ckr.ATTRIBUTE_TYPE_INVALID) {
        throw e;
      }
      return new HsmInventoryObject(
          handle,
          session.number(handle, CKA_CLASS),
          optional(session, handle, CKA_LABEL),
          optional(session, handle, CKA_ID));
    }
  }

  private static String optional(HsmSession session, long handle, long attribute) {
    try {
      return SeedObjects.text(session.attributes(handle, attribute)[0]);
    } catch (HsmException e) {
      if (e.code() != Ckr.ATTRIBUTE_TYPE_INVALID) {
        throw e;
      }
      return "";
    }
  }

  boolean isSeed() {
    return type == CKO_SECRET_KEY && SeedObjects.isSeedLabel(label);
  }

  SeedRef ref() {
    return new SeedRef(id);
  }

  private String kind() {
    if (type == CKO_SECRET_KEY) {
      return Item.SECRET_KEY;
    }
    if (type == CKO_PRIVATE_KEY) {
      return Item.PRIVATE_KEY;
    }
    if (type == CKO_PUBLIC_KEY) {
      return Item.PUBLIC_KEY;
    }
    if (type == CKO_DATA) {
      return "data";
    }
    return type == CKO_CERTIFICATE ? "certificate" : "class 0x" + Long.toHexString(type);
  }

  /** A check value in words of the inventory. */
  private record Value(String method, byte[] bytes) {
    static Value of(KeyCheck check) {
      return new Value(check.method().text(), HexFormat.of().parseHex(check.value()));
    }
  }

  /** Reads the attributes and makes the check value; what cannot be made is told, not thrown. */
  Item measure(HsmSession session, Map<SeedRef, HashAlgorithm> seeds) {
    boolean key = type == CKO_SECRET_KEY || type == CKO_PRIVATE_KEY || type == CKO_PUBLIC_KEY;
    Map<String, Boolean> flags = key ? flags(session) : Map.of();
    Optional<Value> value = Optional.empty();
    String problem = "";
    try {
      value = key ? value(session, flags, seeds) : value;
    } catch (HsmException e) {
      if (e.lost() || e.aboutHandle()) {
        throw e;
      }
      problem = "its check value cannot be made: " + e.getMessage();
    } catch (HsmSetupException e) {
      problem = String.valueOf(e.getMessage());
    }
    return Item.object(
        kind(),
        label,
        id,
        flags,
        value.map(Value::bytes).orElse(new byte[0]),
        value.map(Value::method).orElse(""),
        problem);
  }

  /** At once where the object has them all, as secret keys have. */
  private Map<String, Boolean> flags(HsmSession session) {
    if (type != CKO_SECRET_KEY) {
      return KeyReader.flags(session, handle);
    }
    try {
      Map<String, Boolean> flags = new LinkedHashMap<>();
      for (CK_ATTRIBUTE read : session.attributes(handle, KeyReader.FLAGS)) {
        flags.put(Functions.getAttributeName(read.type), HsmSession.flag(read));
      }
      return flags;
    } catch (HsmException e) {
      if (e.code() != Ckr.ATTRIBUTE_TYPE_INVALID) {
        throw e;
      }
      return KeyReader.flags(session, handle);
    }
  }

  private Optional<Value> value(
      HsmSession session, Map<String, Boolean> flags, Map<SeedRef, HashAlgorithm> seeds) {
    if (type == CKO_PUBLIC_KEY) {
      return Optional.of(Value.of(KeyChecks.pair(PublicHalf.read(session, handle).spki())));
    }
    if (type == CKO_PRIVATE_KEY) {
      return Optional.of(Value.of(KeyChecks.pair(publicHalf(session).spki())));
    }
    boolean signs = Boolean.TRUE.equals(flags.get("CKA_SIGN"));
    if (isSeed()) {
      HashAlgorithm hash = seeds.getOrDefault(ref(), DEFAULT);
      byte[] kcv = signs ? SeedObjects.kcv(session, hash, handle) : new byte[0];
      return signs ? Optional.of(new Value(SEED_METHOD.formatted(hash), kcv)) : Optional.empty();
    }
    return secretKey(session, flags, signs).map(Value::of);
  }

  private Optional<KeyCheck> secretKey(
      HsmSession session, Map<String, Boolean> flags, boolean signs) {
    boolean aes = session.number(handle, CKA_KEY_TYPE) == CKK_AES;
    if (signs) {
      return Optional.of(aes ? KeyChecks.cmac(session, handle) : KeyChecks.hmac(session, handle));
    }
    boolean wraps = Boolean.TRUE.equals(flags.get("CKA_WRAP"));
    return aes && wraps ? Optional.of(KeyChecks.kek(session, handle)) : Optional.empty();
  }

  /**
   * @throws HsmSetupException where none fits
   */
  private PublicHalf publicHalf(HsmSession session) {
    Template halves =
        new Template()
            .number(CKA_CLASS, CKO_PUBLIC_KEY)
            .flag(CKA_TOKEN, true)
            .bytes(CKA_LABEL, KeyReader.ascii(label));
    List<Long> found = session.find(halves);
    for (long half : found.subList(0, Math.min(MOST_HALVES, found.size()))) {
      PublicHalf read = PublicHalf.read(session, half);
      if (read.fits(session, handle)) {
        return read;
      }
    }
    throw new HsmSetupException("the partition holds no public half that fits it");
  }
}
