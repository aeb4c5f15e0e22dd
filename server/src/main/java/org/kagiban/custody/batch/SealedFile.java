package org.kagiban.custody.batch;

import java.io.IOException;
import java.io.InputStream;
import org.kagiban.custody.KeyCustody;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.Patience;
import org.kagiban.custody.SeedFileException;
import org.kagiban.custody.TransportKey;
import org.kagiban.custody.pskc.PskcException;
import org.kagiban.custody.pskc.SealedHeader;
import org.kagiban.custody.pskc.SealedReader;

/** A sealed file whose keys the HSM has opened. For one thread. */
final class SealedFile implements AutoCloseable {
  private final SealedReader reader;
  private final TransportKey transport;

  private SealedFile(SealedReader reader, TransportKey transport) {
    this.reader = reader;
    this.transport = transport;
  }

  /**
   * Reads the header and opens its keys.
   *
   * @param in not closed by {@link #close}
   * @throws SeedFileException where the file is not for this HSM
   */
  static SealedFile open(KeyCustody keys, Patience patience, InputStream in)
      throws SeedFileException, PskcException, IOException {
    SealedReader reader = new SealedReader(in);
    boolean opened = false;
    try {
      requireForThisHsm(keys, reader.header());
      SealedFile file = new SealedFile(reader, transport(keys, patience, reader.header()));
      opened = true;
      return file;
    } finally {
      if (!opened) {
        reader.close();
      }
    }
  }

  SealedReader reader() {
    return reader;
  }

  TransportKey transport() {
    return transport;
  }

  private static void requireForThisHsm(KeyCustody keys, SealedHeader header)
      throws SeedFileException {
    if (!header.isFor(keys.importPublicKey())) {
      throw new SeedFileException(
          "the file is sealed for another HSM's import key ("
              + header.importKeyFingerprint()
              + "), or for one that this HSM had before; fetch this server's with `kagiban seeds"
              + " import-key` and seal the vendor's file again");
    }
  }

  private static TransportKey transport(KeyCustody keys, Patience patience, SealedHeader header)
      throws SeedFileException {
    try {
      return patience.of(
          () -> keys.openTransport(header.wrappedTransportKey(), header.wrappedMacKey()));
    } catch (KeyRefusedException e) {
      throw new SeedFileException(
          "the HSM cannot open the file's transport key: the file was changed after it was sealed;"
              + " seal the vendor's file again",
          e);
    }
  }

  @Override
  public void close() {
    transport.close();
    reader.close();
  }
}
