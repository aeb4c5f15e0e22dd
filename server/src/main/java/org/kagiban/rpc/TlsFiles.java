package org.kagiban.rpc;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/**
 * The server's TLS files, PEM.
 *
 * @param certificate with what links it to the clients' trust anchor
 * @param key the certificate's private key, PKCS#8
 * @param clientCa the authorities that issue client certificates
 */
public record TlsFiles(Path certificate, Path key, Path clientCa) {

  /**
   * TLS 1.3 only, client certificates required.
   *
   * @throws RpcSetupException with what to do
   */
  SslContext context() {
    requireReadable(certificate, "server.certificate");
    requireReadable(key, "server.key");
    requireReadable(clientCa, "server.client-ca");
    SslContextBuilder builder = identity();
    try {
      builder.trustManager(clientCa.toFile());
    } catch (IllegalArgumentException e) {
      throw new RpcSetupException(
          "server.client-ca: " + clientCa + " is not a PEM file of certificates", e);
    }
    try {
      return GrpcSslContexts.configure(builder)
          .clientAuth(ClientAuth.REQUIRE)
          .protocols("TLSv1.3")
          .build();
    } catch (SSLException e) {
      throw new RpcSetupException(
          "server.certificate and server.key do not make a TLS server; the key must be that of the"
              + " certificate",
          e);
    }
  }

  private SslContextBuilder identity() {
    try {
      return SslContextBuilder.forServer(certificate.toFile(), key.toFile());
    } catch (IllegalArgumentException e) {
      throw new RpcSetupException(
          "server.certificate must be a PEM certificate and server.key its private key, PKCS#8"
              + " without a passphrase: "
              + certificate
              + ", "
              + key,
          e);
    }
  }

  private static void requireReadable(Path file, String key) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new RpcSetupException(
          key + ": " + file + " cannot be read; check the path, its owner and mode");
    }
  }
}
