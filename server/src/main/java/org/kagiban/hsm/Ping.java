package org.kagiban.hsm;

import java.nio.charset.StandardCharsets;
import org.kagiban.token.HashAlgorithm;

/** Whether a partition does what it is there for. */
final class Ping {
  private static final byte[] MESSAGE = "kagiban ping".getBytes(StandardCharsets.US_ASCII);

  private Ping() {}

  /**
   * Asks for an HMAC under the request key, or for the session's state where there is no such key
   * yet. A partition that cannot do that counts as lost, whatever the reason.
   *
   * @throws HsmException what failed
   */
  static void run(Partition partition, HsmSession session) {
    PartitionKeys keys = session.generation().keys();
    try {
      if (keys.hasRequestKey()) {
        session.hmac(HashAlgorithm.SHA256, keys.requestKey(), MESSAGE);
      } else {
        session.touch();
      }
    } catch (HsmException e) {
      partition.lost(session.generation(), e);
      throw e;
    }
  }
}
