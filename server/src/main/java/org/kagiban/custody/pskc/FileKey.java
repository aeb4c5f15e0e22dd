package org.kagiban.custody.pskc;

import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.PskcException.Problem;

/** Finds the key of a vendor's file, on the custodian's own machine only. */
final class FileKey {
  private FileKey() {}

  /** A copy for the caller to zero; null where the file is in plaintext and needs none. */
  static byte @Nullable [] of(PskcHeader header, VendorKey given) throws PskcException {
    PskcHeader.EncryptionKey wanted = header.encryption();
    if (wanted == null) {
      return plaintext(header, given);
    }
    if (wanted instanceof PskcHeader.Derived derived) {
      char[] passphrase = given.passphrase();
      if (passphrase == null) {
        throw wrong("the file is encrypted with a passphrase. Give that.", given);
      }
      return derive(derived, passphrase);
    }
    if (wanted instanceof PskcHeader.PreShared preShared) {
      byte[] key = given.key();
      if (key == null) {
        String name = preShared.name().isEmpty() ? "" : " (\"" + preShared.name() + "\")";
        throw wrong("the file is encrypted with a pre-shared key" + name + ". Give that.", given);
      }
      return key.clone();
    }
    PskcHeader.MacMethod mac = header.mac();
    if (mac != null && mac.algorithm().equals(Uris.BINDING)) {
      throw new PskcException(
          Problem.ALREADY_SEALED, "the file is sealed already. Load it with `kagiban seeds load`.");
    }
    throw new PskcException(
        Problem.UNSUPPORTED,
        "the file is encrypted for a certificate or under a key of its own, which is not supported."
            + " Ask the vendor for a pre-shared key or a passphrase.");
  }

  /** Nobody who leaves EncryptionKey out of a file can so pass off seeds of his own. */
  private static byte @Nullable [] plaintext(PskcHeader header, VendorKey given)
      throws PskcException {
    if (given.key() != null || given.passphrase() != null) {
      throw new PskcException(
          Problem.WRONG_KIND_OF_KEY,
          "a key was given, but the file has no EncryptionKey. Where the vendor says that it is"
              + " encrypted, it was changed: do not use it. Where it is meant to be in plaintext,"
              + " give no key.");
    }
    if (header.mac() != null) {
      throw new PskcException(
          Problem.BAD_STRUCTURE,
          "the file has a MACMethod but no EncryptionKey: a part of it is missing. Ask the vendor"
              + " for a whole file.");
    }
    return null;
  }

  private static byte[] derive(PskcHeader.Derived derived, char[] passphrase) throws PskcException {
    PBEKeySpec spec =
        new PBEKeySpec(
            passphrase, derived.salt(), derived.iterations(), derived.keyLength() * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2With" + derived.prf())
          .generateSecret(spec)
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2", e);
    } finally {
      spec.clearPassword();
    }
  }

  private static PskcException wrong(String message, VendorKey given) {
    boolean nothing = given.key() == null && given.passphrase() == null;
    return new PskcException(nothing ? Problem.KEY_NEEDED : Problem.WRONG_KIND_OF_KEY, message);
  }
}
