package org.kagiban.rpc;

import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.security.cert.X509Certificate;

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
