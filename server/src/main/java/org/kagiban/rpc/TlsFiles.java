package org.kagiban.rpc;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
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
          "server.certificate and server.key do not make a TLS server: " + certificate + ", " + key,
          e);
    }
  }

  private SslContextBuilder identity() {
    try (InputStream certificates = Files.newInputStream(certificate);
        InputStream secret = Files.newInputStream(key)) {
      X509Certificate[] chain = CertificateUtils.getX509Certificates(certificates);
      PrivateKey own = CertificateUtils.getPrivateKey(secret);
      if (chain.length == 0 || !belongs(own, chain[0].getPublicKey())) {
        throw new RpcSetupException(
            "server.key: " + key + " is not the key of the certificate " + certificate);
      }
      return SslContextBuilder.forServer(own, chain);
    } catch (IOException | GeneralSecurityException e) {
      throw new RpcSetupException(
          "server.certificate must be a PEM certificate and server.key its private key, RSA or EC,"
              + " PKCS#8 without a passphrase: "
              + certificate
              + ", "
              + key,
          e);
    }
  }

  /** BoringSSL takes any pair, and then no handshake succeeds. */
  private static boolean belongs(PrivateKey secret, PublicKey open)
      throws GeneralSecurityException {
    if (!secret.getAlgorithm().equals(open.getAlgorithm())) {
      return false;
    }
    String algorithm = open.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    byte[] probe = {1, 2, 3};
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(secret);
    signer.update(probe);
    byte[] signature = signer.sign();
    signer.initVerify(open);
    signer.update(probe);
    return signer.verify(signature);
  }

  private static void requireReadable(Path file, String key) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new RpcSetupException(
          key + ": " + file + " cannot be read; check the path, its owner and mode");
    }
  }
}
