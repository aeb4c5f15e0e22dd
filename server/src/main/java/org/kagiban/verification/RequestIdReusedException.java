package org.kagiban.verification;

/** The request id came before with another body. Nothing was done. */
public final class RequestIdReusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RequestIdReusedException() {
    super(
        "this request_id was used before with another body; choose a fresh one for each request",
        null,
        false,
        false);
  }
}
