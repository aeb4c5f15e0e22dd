package org.kagiban.custody.ceremony;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues custodians' certificates. */
final class Authority {
  private final KeyPair pair = pair("EC");
  private final X500Principal name;
  private final Instant now;
  private final X509Certificate certificate;

  Authority(String name, Instant now) {
    this.name = new X500Principal("CN=" + name);
    this.now = now;
    this.certificate = issue(this.name, pair, true);
  }

  static KeyPair pair(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (!algorithm.equals("Ed25519")) {
        generator.initialize(algorithm.equals("EC") ? 256 : 2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  X509Certificate certificate() {
    return certificate;
  }

  Member member(String name, String person) {
    return member(name, person, pair("EC"));
  }

  Member member(String name, String person, KeyPair keys) {
    X509Certificate issued = issue(new X500Principal("CN=" + name), keys, false);
    return new Member(new Custodian(name, person, issued), keys);
  }

  private X509Certificate issue(X500Principal subject, KeyPair keys, boolean authority) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(System.identityHashCode(keys) + 1L),
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(Duration.ofDays(30))),
              subject,
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    } catch (OperatorCreationException | CertIOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A custodian with the key. */
  record Member(Custodian custodian, KeyPair keys) {
    PrivateKey key() {
      return keys.getPrivate();
    }
  }
}
