package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;

import org.kagiban.verification.UnavailableException;

/** A job was not done within the limit. It may still be done. */
final class LateException extends UnavailableException {
  private static final long serialVersionUID = 1;

  LateException(long limitMillis) {
    super(HSM_UNAVAILABLE, "the HSM did not answer within " + limitMillis + " ms");
  }
}
