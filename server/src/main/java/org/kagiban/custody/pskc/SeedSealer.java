package org.kagiban.custody.pskc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.util.function.Consumer;

/**
 * Seals a vendor's PSKC file for one HSM, on the custodian's own machine: every seed is wrapped
 * under a fresh transport key, that under the HSM's import key, and Token ID, profile and wrapped
 * seed are bound together by a MAC. Memory does not grow with the file. A Token ID that comes twice
 * is sealed twice: who loads the file decides, and sees other files' tokens too. Immutable.
 */
public final class SeedSealer {
  private final RSAPublicKey importKey;
  private final boolean allowShort;

  /**
   * @param importKey public half of the HSM's import key, RSA of 2048 to 4096 bits
   * @param allowShort whether seeds of 10 to 15 bytes are taken, which RFC 4226 (section 4, R6)
   *     calls too weak
   * @throws IllegalArgumentException where the key is of another kind
   */
  public SeedSealer(PublicKey importKey, boolean allowShort) {
    this.importKey = SealingKeys.importKey(importKey);
    this.allowShort = allowShort;
  }

  /**
   * Seals into a new file that only its owner may read. It appears under its name when it is
   * complete and on disk; after any exception there is none.
   *
   * @param in the vendor's file; the caller closes it
   * @param refused called for each record that is left out, as it is met; those of a wrong MAC may
   *     come late, since the first ones may mean a wrong key
   * @throws java.nio.file.FileAlreadyExistsException where {@code target} exists
   * @throws PskcException where the file as a whole cannot be sealed
   */
  public SealReport seal(InputStream in, VendorKey key, Path target, Consumer<Refusal> refused)
      throws PskcException, IOException {
    try (NewFile file = new NewFile(target)) {
      SealReport report = seal(in, key, file.stream(), refused);
      file.complete();
      return report;
    }
  }

  /** As above, into a stream, which the caller closes; after an exception it holds a part. */
  SealReport seal(InputStream in, VendorKey key, OutputStream out, Consumer<Refusal> refused)
      throws PskcException, IOException {
    try (PskcReader reader = new PskcReader(in, true);
        SeedOpener opener = new SeedOpener(reader.header(), key);
        SealingKeys keys = new SealingKeys(new SecureRandom())) {
      Sealing sealing = new Sealing(opener, keys, new SealedWriter(out), refused, allowShort);
      return sealing.run(reader, importKey);
    }
  }
}
