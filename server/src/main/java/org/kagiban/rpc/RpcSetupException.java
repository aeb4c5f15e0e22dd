package org.kagiban.rpc;

/** The server cannot listen as it is set up; the message says why and what to do. */
public final class RpcSetupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RpcSetupException(String message) {
    super(message);
  }

  public RpcSetupException(String message, Throwable cause) {
    super(message, cause);
  }
}
