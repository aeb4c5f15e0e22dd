package org.kagiban.audit.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS with the PEM files that other servers take too. */
public final class PemTls {
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private PemTls() {}

  /**
   * For a server.
   *
   * @param chain its certificate, then those that lead to the authority
   * @param key PKCS#8, not encrypted: RSA, EC or Ed25519
   * @throws IOException where a file cannot be read
   * @throws IllegalArgumentException where it is something else
   */
  public static SSLContext server(Path chain, Path key) throws IOException {
    byte[] certificates = Files.readAllBytes(chain);
    String pem = Files.readString(key, StandardCharsets.US_ASCII);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, new char[0]);
      store.setKeyEntry("server", privateKey(pem), new char[0], certificates(certificates));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(keys.getKeyManagers(), null, null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "not a certificate and its key: " + chain + ", " + key + ": " + e.getMessage(), e);
    }
  }

  /**
   * For a client that trusts these authorities alone.
   *
   * @throws IOException where the file cannot be read
   * @throws IllegalArgumentException where it is something else
   */
  public static SSLContext client(Path authorities) throws IOException {
    byte[] bytes = Files.readAllBytes(authorities);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, new char[0]);
      for (Certificate each : certificates(bytes)) {
        store.setCertificateEntry("ca" + store.size(), each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not certificates: " + authorities, e);
    }
  }

  private static Certificate[] certificates(byte[] pem) throws GeneralSecurityException {
    Collection<? extends Certificate> all =
        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
    if (all.isEmpty()) {
      throw new GeneralSecurityException("no certificate");
    }
    return all.toArray(new Certificate[0]);
  }

  /**
   * The first PKCS#8 key of a PEM text.
   *
   * @throws GeneralSecurityException where there is none of a known kind
   */
  public static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    Matcher block = PKCS8.matcher(pem);
    if (!block.find()) {
      throw new GeneralSecurityException("no PKCS#8 key, which begins BEGIN PRIVATE KEY");
    }
    byte[] pkcs8 = Base64.getMimeDecoder().decode(block.group(1));
    GeneralSecurityException other = new GeneralSecurityException("not an EC, RSA or Ed25519 key");
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        other.addSuppressed(e);
      }
    }
    throw other;
  }
}
