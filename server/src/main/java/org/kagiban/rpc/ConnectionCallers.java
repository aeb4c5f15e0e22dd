package org.kagiban.rpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out once for each connection who is calling. */
final class ConnectionCallers extends ServerTransportFilter {
  /** Not set where the certificate is nobody's. */
  static final Attributes.Key<KnownCaller> CALLER = Attributes.Key.create("kagiban-caller");

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionCallers.class);

  private final CallerDirectory callers;

  ConnectionCallers(CallerDirectory callers) {
    this.callers = callers;
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    X509Certificate certificate = certificate(attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
    KnownCaller caller = certificate == null ? null : callers.find(certificate);
    if (caller == null) {
      LOG.atWarn()
          .addKeyValue("peer", attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR))
          .addKeyValue(
              "subject", certificate == null ? "none" : certificate.getSubjectX500Principal())
          .log("no caller is configured for this certificate; its calls are refused");
      return attributes;
    }
    return attributes.toBuilder().set(CALLER, caller).build();
  }

  private static @Nullable X509Certificate certificate(@Nullable SSLSession session) {
    try {
      Certificate[] chain = session == null ? new Certificate[0] : session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate first ? first : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }
}
