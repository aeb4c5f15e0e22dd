package org.kagiban.custody.ceremony;

/** What a custodian signs. The names are part of the signed bytes. */
public enum Act {
  PROPOSE,
  APPROVE,
  /** Takes the own approval back. */
  WITHDRAW,
  /** Takes the proposal back. */
  CANCEL,
  /** Uses the approvals up and begins; again to take up what was cut off. */
  RUN,
  /** Reports the outcome of what was done at the HSM. */
  FINISH,
  /** Ends what was begun and cannot be finished. */
  ABORT
}
