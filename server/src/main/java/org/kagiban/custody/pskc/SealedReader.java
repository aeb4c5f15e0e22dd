package org.kagiban.custody.pskc;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.PskcException.Problem;

/**
 * Reads a sealed seed file in the server, in memory that does not grow with the file. It has no
 * code that could open a seed, and refuses a vendor's file whole, before it looks at any seed. The
 * same Token ID may come more than once: whoever loads the records decides. Not thread-safe.
 *
 * <p>Both constructor and {@link #next} throw {@link PskcException} where the file as a whole
 * cannot be used, and IOException where the stream does; records before that are good.
 */
public final class SealedReader implements AutoCloseable {
  static final String SEAL_FIRST =
      "this seed file is not sealed, and a server takes no other. Seal it first with"
          + " `kagiban seeds seal` on the custodian's own machine, then load the result.";

  private static final int MAC_BYTES = 32;
  private static final int WRAPPED_MAC_KEY_BYTES = MAC_BYTES + 8;

  /** RFC 5649 adds 8 bytes to a seed of 16 to 128. */
  private static final int LEAST_WRAPPED = 16 + 8;

  private static final int MOST_WRAPPED = 128 + 8;

  private final PskcReader reader;
  private final SealedHeader header;

  /** Reads the header; the caller closes {@code in}. */
  public SealedReader(InputStream in) throws PskcException, IOException {
    reader = new PskcReader(in, false);
    header = header(reader.header());
  }

  public SealedHeader header() {
    return header;
  }

  /** The next usable record, null at the file's end; others go to {@code refused}, in order. */
  public @Nullable SealedRecord next(Consumer<Refusal> refused) throws PskcException, IOException {
    while (true) {
      PskcRecord record = reader.next(refused);
      if (record == null) {
        return null;
      }
      try {
        return sealed(record);
      } catch (Refused e) {
        refused.accept(record.refusedFor(e));
      }
    }
  }

  private static SealedHeader header(PskcHeader header) throws PskcException {
    PskcHeader.MacMethod mac = header.mac();
    if (mac == null
        || !mac.algorithm().equals(Uris.BINDING)
        || !(header.encryption() instanceof PskcHeader.Carried carried)) {
      throw new PskcException(Problem.NOT_SEALED, SEAL_FIRST);
    }
    Encrypted transport = carried.key();
    Encrypted macKey = mac.key();
    if (!transport.algorithm().equals(Uris.RSA_OAEP_SHA1)
        || transport.cipher().length < 256
        || transport.cipher().length > 512
        || macKey == null
        || !macKey.algorithm().equals(Uris.KW_AES256_PAD)
        || macKey.cipher().length != WRAPPED_MAC_KEY_BYTES
        || !carried.keyName().matches("sha256:[0-9a-f]{64}")) {
      throw new PskcException(
          Problem.BAD_STRUCTURE,
          "the sealed file's keys are not as `kagiban seeds seal` writes them: the file was changed"
              + " or comes from another version. Seal the vendor's file again.");
    }
    return new SealedHeader(transport.cipher(), macKey.cipher(), carried.keyName());
  }

  private static SealedRecord sealed(PskcRecord record) throws PskcException, Refused {
    if (!(record.secret() instanceof Secret.Protected secret)
        || !secret.value().algorithm().equals(Uris.KW_AES256_PAD)) {
      throw new PskcException(Problem.NOT_SEALED, SEAL_FIRST, record.line(), 1);
    }
    byte[] wrapped = secret.value().cipher();
    byte[] mac = secret.mac();
    if (mac == null) {
      throw new Refused(
          RefusalReason.MAC_MISSING, "The record has no ValueMAC. Seal the vendor's file again.");
    }
    boolean length =
        wrapped.length % 8 == 0
            && wrapped.length >= LEAST_WRAPPED
            && wrapped.length <= MOST_WRAPPED;
    if (!length || mac.length != MAC_BYTES) {
      throw new Refused(
          RefusalReason.BAD_SEAL,
          "The record's wrapped seed or ValueMAC has a length that sealing never makes: the file"
              + " was changed. Seal the vendor's file again.");
    }
    byte[] bound =
        BoundData.of(
            record.tokenId(), record.profile(), record.counter(), record.validity(), wrapped);
    return new SealedRecord(
        record.index(),
        record.line(),
        record.tokenId(),
        record.profile(),
        record.validity(),
        record.counter(),
        wrapped,
        bound,
        mac);
  }

  /** Frees the parser; the stream stays open. */
  @Override
  public void close() {
    reader.close();
  }
}
