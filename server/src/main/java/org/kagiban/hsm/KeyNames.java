package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_ID;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_LABEL;

import java.util.regex.Pattern;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.custody.ceremony.KeyFacts;

/** Labels of the partition's keys, and the ids that tell which ceremony made them. */
public final class KeyNames {
  /** HMAC-SHA-256, 32 bytes: digests of requests, temporary codes. */
  public static final String REQUEST = PartitionKeys.REQUEST_LABEL;

  /** HMAC-SHA-256, 32 bytes: MACs of seed rows. */
  public static final String BINDING = "kagiban-binding";

  /** RSA-3072: transport keys are wrapped to it. */
  public static final String IMPORT = PartitionKeys.IMPORT_LABEL;

  /** Ed25519: signs the log's checkpoints. */
  public static final String CHECKPOINT = "kagiban-checkpoint";

  /** AES transport keys shared with vendors; the vendor's name follows. */
  public static final String VENDOR_PREFIX = "kagiban-vendor-";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern VENDOR = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?");

  private KeyNames() {}

  /**
   * @param name 1 to 32 of a-z, 0-9 and -, with a hyphen at neither end
   * @throws KeyRefusedException where it is not
   */
  public static String vendor(String name) {
    if (!VENDOR.matcher(name).matches()) {
      throw new KeyRefusedException(
          "a vendor's name in a label is 1 to 32 of a-z, 0-9 and -, with a hyphen at neither end, not "
              + name);
    }
    return VENDOR_PREFIX + name;
  }

  static void requireId(String keyId) {
    if (!ID.matcher(keyId).matches()) {
      throw new KeyRefusedException(
          "a key's id is its ceremony's: 1 to 64 of A-Z, a-z, 0-9, . _ and -, not " + keyId);
    }
  }

  /** A key that another ceremony made is not overwritten, nor taken for this one's. */
  static void refuseOther(HsmSession session, long key, String label, String keyId) {
    String id = KeyReader.id(session, key);
    if (!id.equals(keyId)) {
      throw new KeyRefusedException(
          "label exists: the partition holds a key "
              + label
              + " already, with id "
              + (id.isEmpty() ? "(none)" : id)
              + ", not "
              + keyId);
    }
  }

  static Template named(Template template, String label, String keyId) {
    return template.bytes(CKA_LABEL, KeyReader.ascii(label)).bytes(CKA_ID, KeyReader.ascii(keyId));
  }

  static void refuseWeak(String label, String weakness) {
    if (!weakness.isEmpty()) {
      throw new HsmSetupException(
          "the key " + label + " is weaker than it must be, and is not used: " + weakness);
    }
  }

  static void refuseOtherCheck(KeyFacts facts, KeyCheck wanted) {
    if (!facts.check().equals(wanted)) {
      throw new KeyRefusedException(
          "the key "
              + facts.label()
              + " has check value "
              + facts.check()
              + ", not "
              + wanted
              + ": it is another key");
    }
  }
}
