package org.kagiban.rpc;

import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509TrustManager;

/**
 * The TLS files as they were read.
 *
 * @param chain what the server shows, its own certificate first
 * @param authorities those that issue client certificates
 * @param clients believes these authorities
 */
record TlsMaterial(
    SslContext context,
    List<X509Certificate> chain,
    List<X509Certificate> authorities,
    X509TrustManager clients) {
  TlsMaterial {
    chain = List.copyOf(chain);
    authorities = List.copyOf(authorities);
  }

  /** Whether a handshake with this chain would succeed now. */
  boolean believes(X509Certificate[] shown) {
    try {
      clients.checkClientTrusted(shown, shown[0].getPublicKey().getAlgorithm());
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }
}
