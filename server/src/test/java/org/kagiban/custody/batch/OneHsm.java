package org.kagiban.custody.batch;

import org.kagiban.custody.KeyCustody;
import org.kagiban.hsm.HsmCustody;
import org.kagiban.hsm.HsmWorkers;
import org.kagiban.hsm.Partition;
import org.kagiban.hsm.SoftHsm;

/** A SoftHSM partition with Kagiban's keys, open. */
final class OneHsm implements AutoCloseable {
  private final Partition partition;
  private final HsmWorkers workers;
  final KeyCustody keys;

  OneHsm(SoftHsm hsm) {
    partition = hsm.open();
    workers = new HsmWorkers(partition);
    keys = new HsmCustody(workers);
  }

  @Override
  public void close() {
    workers.close();
    partition.close();
  }
}
