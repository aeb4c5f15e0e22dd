package org.kagiban.audit.note;

import java.util.function.BooleanSupplier;

/** A signer whose HSM is away while somebody says so. */
public record LosableSigner(NoteSigner signer, BooleanSupplier hsmLost) implements NoteSigner {
  @Override
  public String name() {
    return signer.name();
  }

  @Override
  public byte[] publicKey() {
    return signer.publicKey();
  }

  @Override
  public byte[] sign(byte[] message) {
    if (hsmLost.getAsBoolean()) {
      throw new IllegalStateException("HSM lost");
    }
    return signer.sign(message);
  }
}
