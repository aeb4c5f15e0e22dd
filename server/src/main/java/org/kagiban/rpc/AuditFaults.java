package org.kagiban.rpc;

import io.grpc.Status.Code;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Faults of AuditService. */
final class AuditFaults {
  private static final Logger LOG = LoggerFactory.getLogger(AuditFaults.class);

  private AuditFaults() {}

  /** Also for an event that the caller may not see. */
  static ApiFault eventNotFound() {
    return ApiFault.of(
        Code.NOT_FOUND, "EVENT_NOT_FOUND", "the log has no such event; check its id or index");
  }

  static ApiFault notSigned() {
    return ApiFault.of(
        Code.FAILED_PRECONDITION,
        "LOG_NOT_SIGNED",
        "no checkpoint was signed yet: perform the checkpoint-key ceremony, then ask again");
  }

  static ApiFault unreadable(IOException e) {
    LOG.error("the log cannot be read", e);
    return ApiFault.of(
        Code.DATA_LOSS,
        "LOG_UNREADABLE",
        "the log's files cannot be read or are damaged; the server's own log says more");
  }

  static ApiFault inventoryInProgress() {
    return ApiFault.retryable(
        Code.FAILED_PRECONDITION,
        "INVENTORY_IN_PROGRESS",
        "another inventory is being taken on this server; try again when it has ended",
        10_000);
  }

  static ApiFault stalled() {
    return ApiFault.of(
        Code.ABORTED,
        "READER_STALLED",
        "nothing was read for a minute; run it again, it goes on where it ended");
  }
}
