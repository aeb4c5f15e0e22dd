package org.kagiban.hsm;

/** A fresh partition for tests; its PIN is {@link SoftHsm#PIN}. */
public interface TestHsm {
  HsmConfig config();

  default Partition open() {
    return Partition.open(config(), SoftHsm.pin());
  }
}
