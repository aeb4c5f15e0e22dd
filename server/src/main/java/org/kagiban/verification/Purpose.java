package org.kagiban.verification;

/** What a code is asked for. */
public enum Purpose {
  LOGIN,
  TRANSFER
}
