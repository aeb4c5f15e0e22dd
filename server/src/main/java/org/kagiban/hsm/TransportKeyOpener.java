package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import org.kagiban.custody.KeyRefusedException;

/** Unwraps a seed file's two keys into the HSM. */
final class TransportKeyOpener {
  private static final int KEY_BYTES = 32;

  /** RFC 5649 adds one block of 8 bytes and rounds up to the next. */
  private static final int WRAPPED_KEY_BYTES = KEY_BYTES + 8;

  private final HsmWorkers workers;
  private final byte[] wrappedTransportKey;
  private final byte[] wrappedMacKey;

  TransportKeyOpener(HsmWorkers workers, byte[] wrappedTransportKey, byte[] wrappedMacKey) {
    this.workers = workers;
    this.wrappedTransportKey = wrappedTransportKey;
    this.wrappedMacKey = wrappedMacKey;
  }

  /** Uses the keeper's session: the keys must outlive the job, and any worker's session. */
  HsmTransportKey open(Generation generation, long importKey) {
    HsmSession keeper = generation.keeper();
    synchronized (keeper) {
      long transportKey = transportKey(keeper, importKey);
      try {
        long macKey = macKey(keeper, transportKey);
        return new HsmTransportKey(workers, generation, transportKey, macKey);
      } catch (RuntimeException e) {
        keeper.destroyAfter(e, transportKey);
        throw e;
      }
    }
  }

  private long transportKey(HsmSession session, long importKey) {
    Template template =
        new Template()
            .number(CKA_CLASS, CKO_SECRET_KEY)
            .number(CKA_KEY_TYPE, CKK_AES)
            .flag(CKA_TOKEN, false)
            .flag(CKA_PRIVATE, true)
            .flag(CKA_SENSITIVE, true)
            .flag(CKA_EXTRACTABLE, false)
            .flag(CKA_UNWRAP, true)
            .flag(CKA_WRAP, false)
            .flag(CKA_ENCRYPT, false)
            .flag(CKA_DECRYPT, false)
            .flag(CKA_SIGN, false)
            .flag(CKA_VERIFY, false)
            .flag(CKA_DERIVE, false);
    long key;
    try {
      key = session.unwrap(Mechanisms.oaep(), importKey, wrappedTransportKey, template);
    } catch (HsmException e) {
      throw refused("transport key", e);
    }
    return checked(session, key, template, "transport key");
  }

  private long macKey(HsmSession session, long transportKey) {
    if (wrappedMacKey.length != WRAPPED_KEY_BYTES) {
      throw wrongSize("MAC key");
    }
    Template template = SeedObjects.macKey(false, false);
    long key;
    try {
      key = session.unwrap(Mechanisms.keyWrapPad(), transportKey, wrappedMacKey, template);
    } catch (HsmException e) {
      throw refused("MAC key", e);
    }
    return checked(session, key, template, "MAC key");
  }

  private static long checked(HsmSession session, long key, Template asked, String name) {
    try {
      long size = session.number(key, CKA_VALUE_LEN);
      // SoftHSM 2.6.1 says 0 of every unwrapped key: there a shorter AES key passes.
      if (size != 0 && size != KEY_BYTES) {
        throw wrongSize(name);
      }
      String weakness = asked.weakness(session, key);
      if (!weakness.isEmpty()) {
        throw new KeyRefusedException(
            "the HSM made the file's "
                + name
                + " weaker than asked ("
                + weakness
                + "): this HSM must not be used");
      }
      return key;
    } catch (RuntimeException e) {
      session.destroyAfter(e, key);
      throw e;
    }
  }

  private static KeyRefusedException wrongSize(String name) {
    return new KeyRefusedException(
        "the file's " + name + " is not of 32 bytes: seal the file again");
  }

  private static RuntimeException refused(String name, HsmException e) {
    if (!e.aboutKey()) {
      return e;
    }
    return new KeyRefusedException(
        "the file's "
            + name
            + " cannot be unwrapped ("
            + e.getMessage()
            + "): the file was sealed for another HSM's import key, or was changed since",
        e);
  }
}
