package org.kagiban.rpc;

import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;

/** Who may connect and who may call, by one reading of the configuration. Immutable. */
public final class Admission {
  private final TlsMaterial tls;
  private final CallerDirectory callers;

  private Admission(TlsMaterial tls, CallerDirectory callers) {
    this.tls = tls;
    this.callers = callers;
  }

  /**
   * Reads the TLS files.
   *
   * @throws RpcSetupException where they cannot be used, with what to do
   */
  public static Admission read(TlsFiles files, CallerDirectory callers) {
    return new Admission(files.read(), callers);
  }

  /** Whether both show clients the same certificates. */
  public boolean sameCertificate(Admission other) {
    return tls.chain().equals(other.tls.chain());
  }

  /** Whether both believe the same authorities. */
  public boolean sameAuthorities(Admission other) {
    return tls.authorities().equals(other.tls.authorities());
  }

  /** The end of the server's own certificate. */
  public Instant certificateEnd() {
    return tls.chain().get(0).getNotAfter().toInstant();
  }

  /** The end of the authority of clients that ends first. */
  public Instant authoritiesEnd() {
    return tls.authorities().stream()
        .map(authority -> authority.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  SslContext context() {
    return tls.context();
  }

  CallerDirectory callers() {
    return callers;
  }

  boolean believes(X509Certificate[] chain) {
    return tls.believes(chain);
  }
}
