package org.kagiban.rpc;

import io.grpc.Status.Code;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** What a client's certificate is worth by one {@link Admission}. Immutable. */
final class Standing {
  private final @Nullable KnownCaller caller;
  private final ApiFault refusal;

  private Standing(@Nullable KnownCaller caller, ApiFault refusal) {
    this.caller = caller;
    this.refusal = refusal;
  }

  /**
   * @param chain what the client showed, its own certificate first
   */
  static Standing of(X509Certificate[] chain, Admission admission) {
    if (chain.length == 0) {
      return new Standing(null, unknown());
    }
    if (admission.callers().revoked(chain[0])) {
      return new Standing(null, revoked());
    }
    if (!admission.believes(chain)) {
      return new Standing(null, untrusted());
    }
    return new Standing(admission.callers().find(chain[0]), unknown());
  }

  /**
   * Who it stands for.
   *
   * @throws ApiFault where it is nobody, with why
   */
  KnownCaller caller() {
    if (caller == null) {
      throw refusal;
    }
    return caller;
  }

  /** Null where it stands for a caller. */
  @Nullable ApiFault refusal() {
    return caller == null ? refusal : null;
  }

  static ApiFault unknown() {
    return refused(
        "CALLER_UNKNOWN",
        "no caller is configured for this client certificate; ask the server's operator to"
            + " add its subject under callers");
  }

  private static ApiFault untrusted() {
    return refused(
        "CALLER_UNKNOWN",
        "this client certificate is past its end, or no longer of an authority that the server"
            + " believes; connect anew with another one");
  }

  private static ApiFault revoked() {
    return refused(
        "CERTIFICATE_REVOKED",
        "this client certificate was revoked; ask the server's operator for another one");
  }

  private static ApiFault refused(String reason, String message) {
    return ApiFault.of(Code.PERMISSION_DENIED, reason, message);
  }
}
