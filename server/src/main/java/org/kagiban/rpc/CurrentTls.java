package org.kagiban.rpc;

import io.grpc.netty.shaded.io.netty.buffer.ByteBufAllocator;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * Gives each new connection the TLS files in force at that moment, all of one reading. Sessions and
 * tickets belong to the reading that they were made under, so none is resumed under another.
 */
final class CurrentTls extends SslContext {
  private final Admissions admissions;

  CurrentTls(Admissions admissions) {
    this.admissions = admissions;
  }

  private SslContext now() {
    return admissions.current().context();
  }

  @Override
  public boolean isClient() {
    return false;
  }

  @Override
  public List<String> cipherSuites() {
    return now().cipherSuites();
  }

  @Override
  @SuppressWarnings("deprecation") // abstract in the class above, so it must be here
  public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return now().applicationProtocolNegotiator();
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator) {
    return now().newEngine(allocator);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, String host, int port) {
    return now().newEngine(allocator, host, port);
  }

  @Override
  public SSLSessionContext sessionContext() {
    return now().sessionContext();
  }
}
