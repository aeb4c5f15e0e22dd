package org.kagiban.audit.note;

import java.util.List;

/**
 * A checkpoint whose signatures were verified.
 *
 * @param checkpoint what is signed
 * @param note as it came
 * @param logKeys which of the log's keys signed it
 * @param witnesses which trusted witnesses cosigned it
 */
public record SignedCheckpoint(
    Checkpoint checkpoint,
    SignedNote note,
    List<VerifierKey> logKeys,
    List<VerifierKey> witnesses) {
  public SignedCheckpoint {
    logKeys = List.copyOf(logKeys);
    witnesses = List.copyOf(witnesses);
  }
}
