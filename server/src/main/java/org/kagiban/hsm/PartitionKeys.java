package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_CLASS;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_LABEL;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_MODULUS;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_PUBLIC_EXPONENT;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_TOKEN;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKO_PRIVATE_KEY;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKO_PUBLIC_KEY;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKO_SECRET_KEY;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kagiban.verification.UnavailableException;

/**
 * The partition's own keys, with their attributes read back and found as strong as they must be.
 */
public final class PartitionKeys {
  /** The key pair that seed files' transport keys are wrapped to; RSA of 3072 bits. */
  public static final String IMPORT_LABEL = "kagiban-import";

  /** The HMAC-SHA-256 key that makes request-bound digits; 32 bytes. */
  public static final String REQUEST_LABEL = "kagiban-request";

  static final PartitionKeys NONE =
      new PartitionKeys(OptionalLong.empty(), null, OptionalLong.empty());

  private final OptionalLong importKey;
  private final byte @Nullable [] importPublicKey;
  private final OptionalLong requestKey;

  private PartitionKeys(
      OptionalLong importKey, byte @Nullable [] importPublicKey, OptionalLong requestKey) {
    this.importKey = importKey;
    this.importPublicKey = importPublicKey;
    this.requestKey = requestKey;
  }

  /**
   * Makes the import key and the request key where they are missing. It may take some seconds.
   *
   * @return the labels of what was made; empty where both were there
   * @throws HsmSetupException where the HSM made a key weaker than asked: it was destroyed again;
   *     or where a key that was there is weaker than it must be
   */
  public static List<String> create(Partition partition) {
    ProviderQuirks quirks = partition.config().quirks();
    return partition.setUp(
        session -> {
          List<String> made = new ArrayList<>();
          if (only(session, CKO_PRIVATE_KEY, IMPORT_LABEL).isEmpty()) {
            KeyMaker.importKey(session, quirks);
            made.add(IMPORT_LABEL);
          }
          if (only(session, CKO_SECRET_KEY, REQUEST_LABEL).isEmpty()) {
            KeyMaker.requestKey(session, quirks);
            made.add(REQUEST_LABEL);
          }
          session.generation().setKeys(find(session, quirks));
          return made;
        });
  }

  /** Those that the partition has by now; ceremonies make them one by one. */
  static PartitionKeys find(HsmSession session, ProviderQuirks quirks) {
    OptionalLong importKey = only(session, CKO_PRIVATE_KEY, IMPORT_LABEL);
    OptionalLong importPublic = only(session, CKO_PUBLIC_KEY, IMPORT_LABEL);
    OptionalLong requestKey = only(session, CKO_SECRET_KEY, REQUEST_LABEL);
    if (importKey.isPresent()) {
      Template wanted = KeyMaker.importPrivate(quirks);
      refuseWeak(IMPORT_LABEL, wanted.weakness(session, importKey.getAsLong()));
    }
    if (requestKey.isPresent()) {
      SupportKeys keys = new SupportKeys(session, quirks);
      refuseWeak(REQUEST_LABEL, keys.weakness(requestKey.getAsLong()));
    }
    if (importKey.isEmpty() || importPublic.isEmpty()) {
      return new PartitionKeys(OptionalLong.empty(), null, requestKey);
    }
    byte[] spki = publicKey(session, importKey.getAsLong(), importPublic.getAsLong());
    return new PartitionKeys(importKey, spki, requestKey);
  }

  static OptionalLong only(HsmSession session, long objectClass, String label) {
    List<Long> found =
        session.find(
            new Template()
                .number(CKA_CLASS, objectClass)
                .flag(CKA_TOKEN, true)
                .bytes(CKA_LABEL, label.getBytes(StandardCharsets.US_ASCII)));
    if (found.size() > 1) {
      throw new HsmSetupException(
          "the partition holds "
              + found.size()
              + " keys labelled "
              + label
              + ": destroy the one that is not Kagiban's with the HSM's own tool");
    }
    return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.get(0));
  }

  private static void refuseWeak(String label, String weakness) {
    if (!weakness.isEmpty()) {
      throw new HsmSetupException(
          "the partition's key "
              + label
              + " is weaker than it must be: "
              + weakness
              + ". Find out who made it; destroy it with the HSM's own tool and perform a ceremony for"
              + " a new one");
    }
  }

  private static byte[] publicKey(HsmSession session, long privateHalf, long publicHalf) {
    var modulus = session.unsigned(publicHalf, CKA_MODULUS);
    if (!modulus.equals(session.unsigned(privateHalf, CKA_MODULUS))) {
      throw new HsmSetupException(
          "the two halves labelled "
              + IMPORT_LABEL
              + " are not of one key pair: seed files would"
              + " be sealed to a key of unknown origin");
    }
    var exponent = session.unsigned(publicHalf, CKA_PUBLIC_EXPONENT);
    try {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(modulus, exponent))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new HsmSetupException("the public key labelled " + IMPORT_LABEL + " is not usable", e);
    }
  }

  /**
   * @throws UnavailableException where there is none yet
   */
  long importKey() {
    return importKey.orElseThrow(() -> missing(IMPORT_LABEL, "an import-key ceremony"));
  }

  /**
   * X.509 SubjectPublicKeyInfo, DER.
   *
   * @throws UnavailableException where there is none yet
   */
  byte[] importPublicKey() {
    byte[] spki = importPublicKey;
    if (spki == null) {
      throw missing(IMPORT_LABEL, "an import-key ceremony");
    }
    return spki.clone();
  }

  boolean hasRequestKey() {
    return requestKey.isPresent();
  }

  /**
   * @throws UnavailableException where there is none yet
   */
  long requestKey() {
    return requestKey.orElseThrow(() -> missing(REQUEST_LABEL, "a partition-keys ceremony"));
  }

  private static UnavailableException missing(String label, String remedy) {
    return new UnavailableException(
        HSM_UNAVAILABLE, "the partition has no key " + label + " yet: perform " + remedy);
  }
}
