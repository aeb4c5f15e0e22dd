package org.kagiban.custody.pskc;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.PskcException.Problem;

/**
 * Opens a vendor's seeds, on the custodian's own machine only. No seed whose ValueMAC is wrong gets
 * out. Not thread-safe.
 */
final class SeedOpener implements AutoCloseable {
  private static final String NOT_INTACT =
      "The record's MAC is wrong: the key is wrong, or the record was changed on its way.";

  private final byte @Nullable [] key;
  private final @Nullable SecretKeySpec aes;
  private final @Nullable ValueMac mac;

  SeedOpener(PskcHeader header, VendorKey vendorKey) throws PskcException {
    key = FileKey.of(header, vendorKey);
    aes = key == null ? null : new SecretKeySpec(key, "AES");
    mac = key == null ? null : ValueMac.of(macMethod(header), key, this::decryptMacKey);
  }

  /** A reference is good where it leads to the one key that is there. */
  private static PskcHeader.@Nullable MacMethod macMethod(PskcHeader header) throws PskcException {
    PskcHeader.MacMethod method = header.mac();
    if (method != null && method.key() == null && !method.reference().isEmpty()) {
      boolean same =
          header.encryption() instanceof PskcHeader.PreShared shared
              && shared.name().equals(method.reference());
      if (!same) {
        throw new PskcException(
            Problem.UNSUPPORTED,
            "the MACMethod refers to a MAC key of its own that is not in the file, which is not"
                + " supported. Ask the vendor for a file with a MACKey.");
      }
    }
    return method;
  }

  /** The record's seed, for the caller to destroy. */
  Seed open(PskcRecord record) throws Refused, PskcException {
    if (record.secret() instanceof Secret.Plain plain) {
      if (aes != null) {
        throw new Refused(
            RefusalReason.PLAINTEXT_SEED,
            "The seed is in plaintext in an encrypted file: somebody may have put it in.");
      }
      return plain.seed();
    }
    return open((Secret.Protected) record.secret(), record.line());
  }

  private Seed open(Secret.Protected secret, int line) throws Refused, PskcException {
    VendorCipher.Choice choice = VendorCipher.of(secret.value().algorithm());
    if (choice == null) {
      throw new Refused(
          RefusalReason.ENCRYPTION_UNSUPPORTED,
          "The seed is encrypted in a way that is not supported; AES-CBC and AES key wrap are.");
    }
    SecretKeySpec fitting = fitting(choice, line);
    requireMac(choice, secret, line);
    byte[] cipher = secret.value().cipher();
    byte[] value = secret.mac();
    ValueMac check = mac;
    if (value == null || check == null) {
      return new Seed(decrypt(choice, fitting, cipher));
    }
    boolean fits = check.fitsCipher(cipher, value);
    if (!fits && !check.mayCoverPlaintext()) {
      throw new Refused(RefusalReason.MAC_WRONG, NOT_INTACT);
    }
    Seed seed = new Seed(decrypt(choice, fitting, cipher));
    if (!fits && !seed.test(bytes -> check.fitsPlaintext(bytes, value))) {
      seed.destroy();
      throw new Refused(RefusalReason.MAC_WRONG, NOT_INTACT);
    }
    return seed;
  }

  private static byte[] decrypt(VendorCipher.Choice choice, SecretKeySpec fitting, byte[] cipher)
      throws Refused {
    try {
      return choice.cipher().decrypt(fitting, cipher);
    } catch (GeneralSecurityException e) {
      throw new Refused(RefusalReason.MAC_WRONG, NOT_INTACT);
    }
  }

  private SecretKeySpec fitting(VendorCipher.Choice choice, int line) throws PskcException {
    SecretKeySpec known = aes;
    byte[] bytes = key;
    if (known == null || bytes == null) {
      throw new PskcException(
          Problem.BAD_STRUCTURE,
          "the seed is encrypted, but the file has no EncryptionKey that says with what. Ask the"
              + " vendor for a whole file.",
          line,
          1);
    }
    if (bytes.length != choice.keyBytes()) {
      throw new PskcException(
          Problem.WRONG_KIND_OF_KEY,
          "the seed needs a key of "
              + choice.keyBytes()
              + " bytes, this one has "
              + bytes.length
              + ". Ask the vendor for the right one.",
          line,
          1);
    }
    return known;
  }

  private void requireMac(VendorCipher.Choice choice, Secret.Protected secret, int line)
      throws Refused, PskcException {
    byte[] value = secret.mac();
    ValueMac check = mac;
    if (check == null && (choice.cipher().needsMac() || value != null)) {
      throw new PskcException(
          Problem.MAC_MISSING,
          "the seeds need a MAC (AES-CBC does not notice changes), but the file has no MACMethod."
              + " Ask the vendor for a file with MACs.",
          line,
          1);
    }
    if (value == null && choice.cipher().needsMac()) {
      throw new Refused(
          RefusalReason.MAC_MISSING,
          "The seed has no ValueMAC, and AES-CBC alone does not notice changes.");
    }
  }

  private byte[] decryptMacKey(Encrypted macKey) throws PskcException, GeneralSecurityException {
    VendorCipher.Choice choice = VendorCipher.of(macKey.algorithm());
    if (choice == null) {
      throw new PskcException(
          Problem.UNSUPPORTED,
          "the MACKey is encrypted in a way that is not supported; AES-CBC and AES key wrap are.");
    }
    return choice.cipher().decrypt(fitting(choice, 0), macKey.cipher());
  }

  @Override
  public void close() {
    if (key != null) {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "SeedOpener[redacted]";
  }
}
