package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKU_USER;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.kagiban.otp.Hmac;
import org.kagiban.token.HashAlgorithm;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;
import sun.security.pkcs11.wrapper.CK_MECHANISM;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * One PKCS#11 session. Its methods are PKCS#11's functions and throw {@link HsmException}. For one
 * thread at a time; handles are worth something only in the session's own generation.
 */
public final class HsmSession {
  private static final long FIND_BATCH = 1000;

  private final Generation generation;
  private final PKCS11 pkcs11;
  private final long handle;
  private final KeyWrap keyWrap;
  private final Map<HashAlgorithm, CK_MECHANISM> hmacs = new EnumMap<>(HashAlgorithm.class);

  /** A handle was used since somebody asked, and the HSM knows it no more. */
  private boolean voidHandle;

  HsmSession(Generation generation, PKCS11 pkcs11, long handle, KeyWrap keyWrap) {
    this.generation = generation;
    this.pkcs11 = pkcs11;
    this.handle = handle;
    this.keyWrap = keyWrap;
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      hmacs.put(algorithm, Mechanisms.hmac(algorithm));
    }
  }

  Generation generation() {
    return generation;
  }

  long handle() {
    return handle;
  }

  void login(Pin pin) {
    login(CKU_USER, pin);
  }

  /** Logs in for all of this process's sessions with the partition. */
  void login(long userType, Pin pin) {
    pin.use(
        chars ->
            run(
                "C_Login",
                () -> {
                  pkcs11.C_Login(handle, userType, chars);
                  return this;
                }));
  }

  /** The hot path: no lambdas, nothing allocated but the result. */
  byte[] hmac(HashAlgorithm algorithm, long key, byte[] message) {
    CK_MECHANISM mechanism = Objects.requireNonNull(hmacs.get(algorithm));
    return sign(HsmOperation.hmac(algorithm), mechanism, key, message);
  }

  /** HMACs of this session under one key. */
  Hmac hmac(HashAlgorithm algorithm, long key) {
    return message -> hmac(algorithm, key, message);
  }

  byte[] sign(CK_MECHANISM mechanism, long key, byte[] message) {
    return sign(HsmOperation.sign(mechanism.mechanism), mechanism, key, message);
  }

  private byte[] sign(HsmOperation what, CK_MECHANISM mechanism, long key, byte[] message) {
    long start = System.nanoTime();
    String function = "C_SignInit";
    try {
      pkcs11.C_SignInit(handle, mechanism, key);
      function = "C_Sign";
      byte[] signature = pkcs11.C_Sign(handle, message);
      generation.observer().did(what, System.nanoTime() - start);
      return signature;
    } catch (PKCS11Exception e) {
      HsmException failure = new HsmException(function, e);
      failed(what, failure);
      throw failure;
    }
  }

  long unwrap(CK_MECHANISM mechanism, long key, byte[] wrapped, Template template) {
    return timed(
        HsmOperation.unwrap(mechanism.mechanism),
        "C_UnwrapKey",
        () -> pkcs11.C_UnwrapKey(handle, own(mechanism), key, wrapped, template.toArray()));
  }

  byte[] wrap(CK_MECHANISM mechanism, long wrappingKey, long key) {
    return timed(
        HsmOperation.wrap(mechanism.mechanism),
        "C_WrapKey",
        () -> pkcs11.C_WrapKey(handle, own(mechanism), wrappingKey, key));
  }

  /** {@link Mechanisms#keyWrapPad} under the number that this HSM knows it by. */
  private CK_MECHANISM own(CK_MECHANISM mechanism) {
    return mechanism.mechanism == KeyWrap.PAD.mechanism()
        ? new CK_MECHANISM(keyWrap.mechanism())
        : mechanism;
  }

  long generateKey(CK_MECHANISM mechanism, Template template) {
    return timed(
        HsmOperation.GENERATE,
        "C_GenerateKey",
        () -> pkcs11.C_GenerateKey(handle, mechanism, template.toArray()));
  }

  /** Returns the public and the private half. */
  long[] generateKeyPair(CK_MECHANISM mechanism, Template publicHalf, Template privateHalf) {
    return run(
        "C_GenerateKeyPair",
        () ->
            pkcs11.C_GenerateKeyPair(
                handle, mechanism, publicHalf.toArray(), privateHalf.toArray()));
  }

  long create(Template template) {
    return run("C_CreateObject", () -> pkcs11.C_CreateObject(handle, template.toArray()));
  }

  long copy(long object, Template changes) {
    return run("C_CopyObject", () -> pkcs11.C_CopyObject(handle, object, changes.toArray()));
  }

  void destroy(long object) {
    run(
        "C_DestroyObject",
        () -> {
          pkcs11.C_DestroyObject(handle, object);
          return this;
        });
    generation.instance().countDestroyed();
  }

  /** Destroys without hiding an earlier failure behind one of its own. */
  void destroyAfter(RuntimeException failure, long object) {
    try {
      destroy(object);
    } catch (HsmException e) {
      failure.addSuppressed(e);
    }
  }

  /** Uses an object and destroys it afterwards, on every path. */
  <T> T thenDestroy(long object, Supplier<T> use) {
    T result;
    try {
      result = use.get();
    } catch (RuntimeException e) {
      destroyAfter(e, object);
      throw e;
    }
    destroy(object);
    return result;
  }

  List<Long> find(Template template) {
    run(
        "C_FindObjectsInit",
        () -> {
          pkcs11.C_FindObjectsInit(handle, template.toArray());
          return this;
        });
    List<Long> found = new ArrayList<>();
    try {
      long[] batch;
      do {
        batch = run("C_FindObjects", () -> pkcs11.C_FindObjects(handle, FIND_BATCH));
        for (long object : batch) {
          found.add(object);
        }
      } while (batch.length > 0);
      return found;
    } finally {
      run(
          "C_FindObjectsFinal",
          () -> {
            pkcs11.C_FindObjectsFinal(handle);
            return this;
          });
    }
  }

  byte[] bytes(long object, long type) {
    byte[] value = attributes(object, type)[0].getByteArray();
    return value == null ? new byte[0] : value;
  }

  long number(long object, long type) {
    return attributes(object, type)[0].getLong();
  }

  BigInteger unsigned(long object, long type) {
    return new BigInteger(1, bytes(object, type));
  }

  boolean flag(long object, long type) {
    return flag(attributes(object, type)[0]);
  }

  static boolean flag(CK_ATTRIBUTE attribute) {
    Object value = attribute.pValue;
    // The JDK does not know the type of the newer attributes and gives their bytes.
    return value instanceof byte[] b ? b.length > 0 && b[0] != 0 : Boolean.TRUE.equals(value);
  }

  CK_ATTRIBUTE[] attributes(long object, long... types) {
    CK_ATTRIBUTE[] wanted = new CK_ATTRIBUTE[types.length];
    for (int i = 0; i < types.length; i++) {
      wanted[i] = new CK_ATTRIBUTE(types[i]);
    }
    return run(
        "C_GetAttributeValue",
        () -> {
          pkcs11.C_GetAttributeValue(handle, object, wanted);
          return wanted;
        });
  }

  /** Asks the HSM for the session's state: cheap, and fails where the session is gone. */
  void touch() {
    run("C_GetSessionInfo", () -> pkcs11.C_GetSessionInfo(handle));
  }

  void close() {
    try {
      run(
          "C_CloseSession",
          () -> {
            pkcs11.C_CloseSession(handle);
            return this;
          });
    } finally {
      generation.sessionClosed();
    }
  }

  @FunctionalInterface
  interface Call<T> {
    T run() throws PKCS11Exception;
  }

  private <T> T timed(HsmOperation what, String function, Call<T> call) {
    long start = System.nanoTime();
    try {
      T result = run(function, call);
      generation.observer().did(what, System.nanoTime() - start);
      return result;
    } catch (HsmException e) {
      failed(what, e);
      throw e;
    }
  }

  private void failed(HsmOperation what, HsmException failure) {
    generation.observer().failed(what);
    voidHandle |= failure.aboutHandle();
  }

  /** Whether a key that was used since the last call was not there any more. */
  boolean tookVoidHandle() {
    boolean was = voidHandle;
    voidHandle = false;
    return was;
  }

  static <T> T run(String function, Call<T> call) {
    try {
      return call.run();
    } catch (PKCS11Exception e) {
      throw new HsmException(function, e);
    }
  }
}
