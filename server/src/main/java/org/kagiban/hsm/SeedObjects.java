package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_CLASS;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_COPYABLE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_DECRYPT;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_DERIVE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_ENCRYPT;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_EXTRACTABLE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_ID;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_KEY_TYPE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_LABEL;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_MODIFIABLE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_PRIVATE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_SENSITIVE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_SIGN;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_TOKEN;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_UNWRAP;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_VERIFY;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_WRAP;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKK_GENERIC_SECRET;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKO_SECRET_KEY;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.kagiban.otp.SeedCheckValue;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import org.kagiban.verification.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;

/** Seeds as PKCS#11 objects: generic secrets whose CKA_ID is the reference in ASCII. */
final class SeedObjects {
  private static final Logger LOG = LoggerFactory.getLogger(SeedObjects.class);

  /** A label begins with this; the reference follows, for people who list the partition. */
  static final String LABEL_PREFIX = "kagiban-seed/";

  private SeedObjects() {}

  /** A generic secret that can compute HMACs and nothing else. */
  static Template macKey(boolean token, boolean extractable) {
    return new Template()
        .number(CKA_CLASS, CKO_SECRET_KEY)
        .number(CKA_KEY_TYPE, CKK_GENERIC_SECRET)
        .flag(CKA_TOKEN, token)
        .flag(CKA_PRIVATE, true)
        .flag(CKA_SENSITIVE, true)
        .flag(CKA_EXTRACTABLE, extractable)
        .flag(CKA_SIGN, true)
        .flag(CKA_VERIFY, false)
        .flag(CKA_ENCRYPT, false)
        .flag(CKA_DECRYPT, false)
        .flag(CKA_WRAP, false)
        .flag(CKA_UNWRAP, false)
        .flag(CKA_DERIVE, false);
  }

  /** Against later changes by whoever holds the user PIN, of the object or of a copy of it. */
  static Template lock(Template template, ProviderQuirks quirks) {
    Template locked = unmodifiable(template, quirks);
    return quirks.locksCopies() ? locked.flag(CKA_COPYABLE, false) : locked;
  }

  static Template unmodifiable(Template template, ProviderQuirks quirks) {
    return quirks.locksObjects() ? template.flag(CKA_MODIFIABLE, false) : template;
  }

  private static Template named(Template template, SeedRef ref) {
    return template
        .bytes(CKA_ID, ascii(ref.value()))
        .bytes(CKA_LABEL, ascii(LABEL_PREFIX + ref.value()));
  }

  /** Reads every seed's reference and handle, in one pass. Returns how many there are. */
  static int inventory(HsmSession session, SeedHandles into) {
    int seeds = 0;
    for (long object : session.find(residentMacKeys())) {
      CK_ATTRIBUTE[] names = session.attributes(object, CKA_LABEL, CKA_ID);
      if (isSeedLabel(text(names[0]))) {
        SeedRef ref = new SeedRef(text(names[1]));
        into.add(ref, object);
        seeds++;
        if (into.all(ref).length > 1) {
          LOG.error("the partition holds more than one seed {}: none of them is used", ref);
        }
      }
    }
    return seeds;
  }

  /** Adds the seeds whose objects are not known yet; reads nothing of those that are. */
  static void addNew(HsmSession session, SeedHandles seeds) {
    Set<Long> known = seeds.handles();
    for (long object : session.find(residentMacKeys())) {
      if (!known.contains(object)) {
        addIfSeed(session, seeds, object);
      }
    }
  }

  private static void addIfSeed(HsmSession session, SeedHandles seeds, long object) {
    try {
      CK_ATTRIBUTE[] names = session.attributes(object, CKA_LABEL, CKA_ID);
      if (isSeedLabel(text(names[0]))) {
        seeds.add(new SeedRef(text(names[1])), object);
      }
    } catch (HsmException e) {
      if (!e.aboutHandle()) {
        throw e;
      }
      LOG.debug("an object went while it was looked at");
    }
  }

  private static Template residentMacKeys() {
    return new Template()
        .number(CKA_CLASS, CKO_SECRET_KEY)
        .number(CKA_KEY_TYPE, CKK_GENERIC_SECRET)
        .flag(CKA_TOKEN, true);
  }

  static boolean isSeedLabel(String label) {
    return label.startsWith(LABEL_PREFIX);
  }

  /** Destroys every seed that stands under {@code ref}. */
  static void destroy(HsmSession session, SeedRef ref) {
    SeedHandles seeds = session.generation().seeds();
    long[] known = seeds.all(ref);
    // Another server on the same HSM may have made it since this one's inventory.
    List<Long> objects =
        known.length > 0
            ? Arrays.stream(known).boxed().toList()
            : session.find(named(residentMacKeys(), ref));
    destroyAll(session, objects);
    seeds.remove(ref);
  }

  /** As {@link #destroy}, but only of what this generation knows: quick, for loading many. */
  static void destroyLeftover(HsmSession session, SeedRef ref) {
    SeedHandles seeds = session.generation().seeds();
    destroyAll(session, Arrays.stream(seeds.all(ref)).boxed().toList());
    seeds.remove(ref);
  }

  private static void destroyAll(HsmSession session, List<Long> objects) {
    for (long object : objects) {
      try {
        session.destroy(object);
      } catch (HsmException e) {
        if (e.code() != Ckr.OBJECT_HANDLE_INVALID) {
          throw e;
        }
      }
    }
  }

  /** The key check value. */
  static byte[] kcv(HsmSession session, HashAlgorithm algorithm, long seed) {
    return SeedCheckValue.of(session.hmac(algorithm, seed));
  }

  /**
   * Copies a session object to a seed that stays under {@code ref}, reads back what it became, and
   * adds it to the generation's seeds.
   *
   * @return the key check value, computed with the copy
   * @throws UnavailableException where the copy is weaker than asked: it was destroyed again
   */
  static byte[] keepCopy(HsmSession session, long seed, SeedRef ref, HashAlgorithm algorithm) {
    SeedLock lock = session.generation().seedLock();
    long kept = session.copy(seed, named(lock.copyOf(session, seed), ref));
    try {
      lock.refuseWeakResident(session, kept, ref);
      byte[] kcv = kcv(session, algorithm, kept);
      session.generation().seeds().add(ref, kept);
      return kcv;
    } catch (RuntimeException e) {
      session.destroyAfter(e, kept);
      throw e;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The JDK reads a label as characters and an id as bytes. */
  static String text(CK_ATTRIBUTE attribute) {
    Object value = attribute.pValue;
    if (value instanceof char[] chars) {
      return new String(chars);
    }
    return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : "";
  }
}
