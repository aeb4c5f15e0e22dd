package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A key-encryption key (KEK): an AES-256 key of the security officer's making, under which seeds
 * leave the HSM and come back. What protects them from whoever holds the user PIN:
 *
 * <ul>
 *   <li>CKA_TRUSTED, which only the officer can set: seeds with CKA_WRAP_WITH_TRUSTED leave under
 *       no other key.
 *   <li>CKA_UNWRAP_TEMPLATE: what comes back is as locked up as before, and no AES key.
 *   <li>CKA_WRAP_TEMPLATE: it wraps generic secrets only. Else the user would wrap one KEK under
 *       itself or another, unwrap it as a key that decrypts, and read every seed with that.
 *   <li>CKA_MODIFIABLE and CKA_COPYABLE false: none of it can be taken off again.
 * </ul>
 *
 * <p>A KEK may be wrapped itself, but only under an officer's key that is no KEK: that is a backup.
 */
final class Kek {
  static final int BYTES = 32;
  private static final Pattern LABEL = Pattern.compile("kagiban-kek-[1-9][0-9]{0,3}");

  private final String label;
  private final String id;
  private final long handle;

  private Kek(String label, String id, long handle) {
    this.label = label;
    this.id = id;
    this.handle = handle;
  }

  static boolean isLabel(String label) {
    return LABEL.matcher(label).matches();
  }

  /** What a seed must be as it comes out of its wrapping. */
  static NestedTemplate unwrapTemplate() {
    return new NestedTemplate()
        .flag(CKA_SENSITIVE, true)
        .flag(CKA_EXTRACTABLE, true)
        .flag(CKA_WRAP_WITH_TRUSTED, true)
        .flag(CKA_PRIVATE, true)
        .number(CKA_KEY_TYPE, CKK_GENERIC_SECRET);
  }

  /** What a key must be to be wrapped. */
  static NestedTemplate wrapTemplate() {
    return new NestedTemplate().number(CKA_KEY_TYPE, CKK_GENERIC_SECRET);
  }

  /** All but the nested templates, length and names. An officer sees no private objects. */
  static Template template() {
    return new Template()
        .number(CKA_CLASS, CKO_SECRET_KEY)
        .number(CKA_KEY_TYPE, CKK_AES)
        .flag(CKA_TOKEN, true)
        .flag(CKA_PRIVATE, false)
        .flag(CKA_TRUSTED, true)
        .flag(CKA_SENSITIVE, true)
        .flag(CKA_EXTRACTABLE, true)
        .flag(CKA_WRAP_WITH_TRUSTED, true)
        .flag(CKA_WRAP, true)
        .flag(CKA_UNWRAP, true)
        .flag(CKA_ENCRYPT, false)
        .flag(CKA_DECRYPT, false)
        .flag(CKA_SIGN, false)
        .flag(CKA_VERIFY, false)
        .flag(CKA_DERIVE, false)
        .flag(CKA_COPYABLE, false)
        .flag(CKA_MODIFIABLE, false);
  }

  /**
   * Finds a KEK, and looks at nothing but its names.
   *
   * @throws HsmSetupException where there is none, or more than one, of that label
   */
  static Kek locate(HsmSession session, String label) {
    if (!isLabel(label)) {
      throw new HsmSetupException("a KEK is labelled kagiban-kek-1 to kagiban-kek-9999: " + label);
    }
    OptionalLong found = PartitionKeys.only(session, CKO_SECRET_KEY, label);
    if (found.isEmpty()) {
      throw new HsmSetupException(
          "the partition holds no KEK " + label + ": generate it, or restore it from its backup");
    }
    return of(session, label, found.getAsLong());
  }

  static Kek of(HsmSession session, String label, long handle) {
    return new Kek(label, KeyReader.id(session, handle), handle);
  }

  /**
   * Finds a KEK with all its attributes; its templates are {@link KekEnforcement}'s to try.
   *
   * @throws HsmSetupException where there is none, or it is weaker than the officer makes them
   */
  static Kek find(HsmSession session, String label) {
    Kek kek = locate(session, label);
    List<String> weaknesses = kek.weaknesses(session);
    if (!weaknesses.isEmpty()) {
      throw new HsmSetupException(
          "the partition's KEK "
              + label
              + " is refused, since the security officer did not make it as it must be: "
              + String.join(", ", weaknesses));
    }
    return kek;
  }

  /** What of its attributes is not as the officer makes them, such as CKA_TRUSTED is false. */
  List<String> weaknesses(HsmSession session) {
    List<String> weaknesses = new ArrayList<>();
    if (session.number(handle, CKA_KEY_TYPE) != CKK_AES) {
      weaknesses.add("it is no AES key");
      return weaknesses;
    }
    // SoftHSM 2.6.1 says 0 of every unwrapped key, a restored KEK's among them.
    long size = session.number(handle, CKA_VALUE_LEN);
    if (size != 0 && size != BYTES) {
      weaknesses.add("it has " + size + " bytes");
    }
    String differences = template().weakness(session, handle);
    if (!differences.isEmpty()) {
      weaknesses.add(differences);
    }
    return weaknesses;
  }

  String label() {
    return label;
  }

  /** CKA_ID: the ceremony's id. */
  String id() {
    return id;
  }

  long handle() {
    return handle;
  }

  @Override
  public String toString() {
    return label + " [" + id + "]";
  }
}
