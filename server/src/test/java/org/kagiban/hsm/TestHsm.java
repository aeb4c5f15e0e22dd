package org.kagiban.hsm;

/** A fresh partition for tests; its PIN is {@link SoftHsm#PIN}. */
public interface TestHsm {
  HsmConfig config();

  /** What a server's configuration says of it: lines of the hsm section. */
  String section();

  default Partition open() {
    return Partition.open(config(), SoftHsm.pin());
  }
}
