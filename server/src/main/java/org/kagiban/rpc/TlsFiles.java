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
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The server's TLS files, PEM.
 *
 * @param certificate with what links it to the clients' trust anchor
 * @param key the certificate's private key, PKCS#8
 * @param clientCa the authorities that issue client certificates
 */
public record TlsFiles(Path certificate, Path key, Path clientCa) {

  /**
   * Reads them, for TLS 1.3 only, client certificates required.
   *
   * @throws RpcSetupException with what to do
   */
  TlsMaterial read() {
    requireReadable(certificate, "server.certificate");
    requireReadable(key, "server.key");
    requireReadable(clientCa, "server.client-ca");
    List<X509Certificate> authorities = authorities();
    Identity identity = identity();
    try {
      TrustManagerFactory trust = trust(authorities);
      SslContext context =
          GrpcSslContexts.configure(
                  SslContextBuilder.forServer(identity.key, identity.chain).trustManager(trust))
              .clientAuth(ClientAuth.REQUIRE)
              .protocols("TLSv1.3")
              .build();
      X509TrustManager clients = (X509TrustManager) trust.getTrustManagers()[0];
      return new TlsMaterial(context, List.of(identity.chain), authorities, clients);
    } catch (GeneralSecurityException | IOException e) {
      throw new RpcSetupException(
          "server.certificate and server.key do not make a TLS server: " + certificate + ", " + key,
          e);
    }
  }

  private List<X509Certificate> authorities() {
    try (InputStream in = Files.newInputStream(clientCa)) {
      List<X509Certificate> read = List.of(CertificateUtils.getX509Certificates(in));
      if (!read.isEmpty()) {
        return read;
      }
      throw new RpcSetupException(notAuthorities());
    } catch (IOException | CertificateException e) {
      throw new RpcSetupException(notAuthorities(), e);
    }
  }

  private String notAuthorities() {
    return "server.client-ca: " + clientCa + " is not a PEM file of certificates";
  }

  private static TrustManagerFactory trust(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry("ca-" + store.size(), authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  /** The server's own. */
  private record Identity(PrivateKey key, X509Certificate[] chain) {
    @Override
    public String toString() {
      return "Identity[key redacted]";
    }
  }

  private Identity identity() {
    try (InputStream certificates = Files.newInputStream(certificate);
        InputStream secret = Files.newInputStream(key)) {
      X509Certificate[] chain = CertificateUtils.getX509Certificates(certificates);
      PrivateKey own = CertificateUtils.getPrivateKey(secret);
      if (chain.length == 0 || !belongs(own, chain[0].getPublicKey())) {
        throw new RpcSetupException(
            "server.key: " + key + " is not the key of the certificate " + certificate);
      }
      return new Identity(own, chain);
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
