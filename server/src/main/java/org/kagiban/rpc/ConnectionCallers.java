package org.kagiban.rpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Takes down what each connection's client showed, and the connection's thread, which calls it. */
final class ConnectionCallers extends ServerTransportFilter {
  static final Attributes.Key<Connection> CONNECTION = Attributes.Key.create("kagiban-connection");

  private final Admissions admissions;
  private final EventLoops loops;

  ConnectionCallers(Admissions admissions, EventLoops loops) {
    this.admissions = admissions;
    this.loops = loops;
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    Connection connection =
        new Connection(
            chain(attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION)),
            attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR),
            loops.current());
    // Now, so that the log tells of a client that is refused before it calls.
    Standing unused = connection.standing(admissions.current());
    return attributes.toBuilder().set(CONNECTION, connection).build();
  }

  private static X509Certificate[] chain(@Nullable SSLSession session) {
    try {
      Certificate[] shown = session == null ? new Certificate[0] : session.getPeerCertificates();
      return Arrays.stream(shown)
          .filter(X509Certificate.class::isInstance)
          .toArray(X509Certificate[]::new);
    } catch (SSLPeerUnverifiedException e) {
      return new X509Certificate[0];
    }
  }
}
