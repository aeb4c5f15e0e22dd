package org.kagiban.hsm;

import java.nio.charset.StandardCharsets;
import org.kagiban.token.HashAlgorithm;

/** Whether a partition does what it is there for. */
final class Ping {
  private static final byte[] MESSAGE = "kagiban ping".getBytes(StandardCharsets.US_ASCII);

  private Ping() {}

  /**
   * Asks for an HMAC under the request key, or looks whether there is one by now. A partition that
   * cannot do that counts as lost, whatever the reason.
   *
   * @throws HsmException what failed
   */
  static void run(Partition partition, HsmSession session) {
    PartitionKeys keys = session.generation().keys();
    try {
      if (keys.hasRequestKey()) {
        session.hmac(HashAlgorithm.SHA256, keys.requestKey(), MESSAGE);
      } else {
        lookForKeys(partition, session);
      }
    } catch (HsmException e) {
      partition.lost(session.generation(), e);
      throw e;
    }
  }

  /**
   * They may have come without a ceremony of this process: restored, or out of sight for a moment
   * while the partition was opened.
   */
  private static void lookForKeys(Partition partition, HsmSession session) {
    Generation generation = session.generation();
    // Not while somebody makes some, whom SoftHSM would fail.
    if (generation.settingUp().tryLock()) {
      try {
        generation.setKeys(PartitionKeys.find(session, partition.config().quirks()));
      } finally {
        generation.settingUp().unlock();
      }
    } else {
      session.touch();
    }
  }
}
