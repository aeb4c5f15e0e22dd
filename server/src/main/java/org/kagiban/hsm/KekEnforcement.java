package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/**
 * Tries whether the partition does what a KEK's attributes promise, as an attacker would, with
 * throw-away session keys. HSMs were seen to store an unwrap template and ignore it. Each refusal
 * counts only beside a success of the same mechanism.
 */
final class KekEnforcement {
  private static final int KEY_BYTES = 32;

  private KekEnforcement() {}

  /**
   * Whether a key with CKA_WRAP_WITH_TRUSTED stays in the HSM, in a user's session.
   *
   * @return sentences for the operator; empty where the partition enforces it
   */
  static List<String> wrapWithTrusted(HsmSession session) {
    long own = session.generateKey(new CK_MECHANISM(CKM_AES_KEY_GEN), ownKey());
    return session.thenDestroy(
        own,
        () -> {
          if (!wraps(session, own, secret(true, false))) {
            return List.of(
                "CKA_WRAP_WITH_TRUSTED cannot be tried: the partition wraps no key at all by"
                    + " CKM_AES_KEY_WRAP_PAD");
          }
          return wraps(session, own, secret(true, true))
              ? List.of(
                  "CKA_WRAP_WITH_TRUSTED is not enforced: whoever holds the user PIN can wrap a"
                      + " seed under a key of their own, and read it")
              : List.of();
        });
  }

  /**
   * Whether seeds come out of a KEK's wrapping as locked up as they went in, in a user's session.
   *
   * @return sentences for the operator; empty where the partition enforces the KEK's templates
   */
  static List<String> templates(HsmSession session, Kek kek) {
    byte[] wrapped;
    try {
      wrapped = wrapped(session, kek, secret(true, true));
      session.destroy(unwrap(session, kek, wrapped, secret(true, true)));
    } catch (HsmException e) {
      return List.of(unusable(kek, e));
    }
    List<String> gaps = new ArrayList<>();
    Attempt attempt = new Attempt(session, kek, wrapped, gaps);
    attempt.weaker(
        macKey(true, false).flag(CKA_EXTRACTABLE, true).flag(CKA_WRAP_WITH_TRUSTED, true),
        CKA_SENSITIVE,
        "readable");
    attempt.weaker(
        macKey(true, true).flag(CKA_EXTRACTABLE, true).flag(CKA_WRAP_WITH_TRUSTED, false),
        CKA_WRAP_WITH_TRUSTED,
        "free to leave under any key");
    attempt.weaker(
        macKey(true, true).flag(CKA_EXTRACTABLE, true),
        CKA_WRAP_WITH_TRUSTED,
        "free to leave under any key");
    attempt.weaker(
        macKey(false, true).flag(CKA_EXTRACTABLE, true).flag(CKA_WRAP_WITH_TRUSTED, true),
        CKA_PRIVATE,
        "public");
    attempt.asAesKey();
    wrapsItself(session, kek, gaps);
    return gaps;
  }

  /**
   * As much of {@link #templates} as an officer can try, who may make no private object: that there
   * is an unwrap template with CKA_PRIVATE, and a wrap template.
   */
  static List<String> templatesAsOfficer(HsmSession session, Kek kek) {
    byte[] wrapped;
    try {
      wrapped = wrapped(session, kek, secret(false, true));
    } catch (HsmException e) {
      return List.of(unusable(kek, e));
    }
    List<String> gaps = new ArrayList<>();
    new Attempt(session, kek, wrapped, gaps).weaker(secret(false, true), CKA_PRIVATE, "public");
    wrapsItself(session, kek, gaps);
    return gaps;
  }

  private static String unusable(Kek kek, HsmException e) {
    rethrowLost(e);
    return "the templates of " + kek.label() + " cannot be tried: " + e.getMessage();
  }

  private record Attempt(HsmSession session, Kek kek, byte[] wrapped, List<String> gaps) {
    /** The HSM may refuse, or set the attribute all the same: then it is enforced too. */
    void weaker(Template template, long attribute, String what) {
      if (unwraps(template, key -> !session.flag(key, attribute))) {
        gaps.add(
            "the unwrap template of " + kek.label() + " is not enforced: a seed comes out " + what);
      }
    }

    void asAesKey() {
      Template aes =
          new Template()
              .number(CKA_CLASS, CKO_SECRET_KEY)
              .number(CKA_KEY_TYPE, CKK_AES)
              .flag(CKA_TOKEN, false)
              .flag(CKA_PRIVATE, true)
              .flag(CKA_SENSITIVE, true)
              .flag(CKA_EXTRACTABLE, true)
              .flag(CKA_WRAP_WITH_TRUSTED, true)
              .flag(CKA_DECRYPT, true);
      if (unwraps(aes, key -> session.number(key, CKA_KEY_TYPE) == CKK_AES)) {
        gaps.add(
            "the unwrap template of "
                + kek.label()
                + " is not enforced: a wrapped key comes out as one that decrypts");
      }
    }

    private boolean unwraps(Template template, LongPredicate weak) {
      return KekEnforcement.succeeds(session, () -> unwrap(session, kek, wrapped, template), weak);
    }
  }

  private static void wrapsItself(HsmSession session, Kek kek, List<String> gaps) {
    try {
      session.wrap(Mechanisms.keyWrapPad(), kek.handle(), kek.handle());
    } catch (HsmException e) {
      rethrowLost(e);
      return;
    }
    gaps.add(
        "the wrap template of "
            + kek.label()
            + " is not enforced: whoever holds the user PIN can wrap it under itself, and unwrap it"
            + " as a key that decrypts");
  }

  private static byte[] wrapped(HsmSession session, Kek kek, Template secret) {
    long key = session.generateKey(new CK_MECHANISM(CKM_GENERIC_SECRET_KEY_GEN), sized(secret));
    return session.thenDestroy(key, () -> session.wrap(Mechanisms.keyWrapPad(), kek.handle(), key));
  }

  private static long unwrap(HsmSession session, Kek kek, byte[] wrapped, Template template) {
    return session.unwrap(Mechanisms.keyWrapPad(), kek.handle(), wrapped, template);
  }

  private static boolean wraps(HsmSession session, long wrapping, Template secret) {
    long key = session.generateKey(new CK_MECHANISM(CKM_GENERIC_SECRET_KEY_GEN), sized(secret));
    return session.thenDestroy(
        key,
        () -> {
          try {
            session.wrap(Mechanisms.keyWrapPad(), wrapping, key);
            return true;
          } catch (HsmException e) {
            rethrowLost(e);
            return false;
          }
        });
  }

  private static boolean succeeds(HsmSession session, LongSupplier attempt, LongPredicate weak) {
    long key;
    try {
      key = attempt.getAsLong();
    } catch (HsmException e) {
      rethrowLost(e);
      return false;
    }
    return session.thenDestroy(key, () -> weak.test(key));
  }

  private static void rethrowLost(HsmException e) {
    if (e.lost()) {
      throw e;
    }
  }

  private static Template ownKey() {
    return new Template()
        .number(CKA_VALUE_LEN, KEY_BYTES)
        .flag(CKA_TOKEN, false)
        .flag(CKA_PRIVATE, true)
        .flag(CKA_SENSITIVE, true)
        .flag(CKA_EXTRACTABLE, false)
        .flag(CKA_WRAP, true)
        .flag(CKA_DECRYPT, false);
  }

  private static Template sized(Template template) {
    return template.number(CKA_VALUE_LEN, KEY_BYTES);
  }

  private static Template secret(boolean isPrivate, boolean trustedOnly) {
    return macKey(isPrivate, true)
        .flag(CKA_EXTRACTABLE, true)
        .flag(CKA_WRAP_WITH_TRUSTED, trustedOnly);
  }

  private static Template macKey(boolean isPrivate, boolean sensitive) {
    return new Template()
        .number(CKA_CLASS, CKO_SECRET_KEY)
        .number(CKA_KEY_TYPE, CKK_GENERIC_SECRET)
        .flag(CKA_TOKEN, false)
        .flag(CKA_PRIVATE, isPrivate)
        .flag(CKA_SENSITIVE, sensitive)
        .flag(CKA_SIGN, true)
        .flag(CKA_DERIVE, false);
  }
}
