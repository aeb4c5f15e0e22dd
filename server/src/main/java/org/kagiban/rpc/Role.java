package org.kagiban.rpc;

/** What a caller may do; {@link Access} says which calls that is. */
public enum Role {
  CHANNEL,
  OPERATOR,
  CUSTODIAN,
  AUDITOR
}
