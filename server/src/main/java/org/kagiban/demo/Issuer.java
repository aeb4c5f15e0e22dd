package org.kagiban.demo;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.kagiban.cli.Pem;

/** A certificate authority that lives as long as this object. All keys are EC P-256. */
final class Issuer {
  private static final int SERIAL_BITS = 127;

  /** Clocks of one machine's processes agree, those of containers may not quite. */
  private static final Duration SLACK = Duration.ofMinutes(5);

  private final SecureRandom random = new SecureRandom();
  private final X500Principal name;
  private final Instant from;
  private final Instant until;
  private final KeyPair pair = newKey();
  private final X509CertificateHolder authority;

  /** A certificate and its key. */
  record Issued(String certificatePem, String keyPem) {
    @Override
    public String toString() {
      return "Issued[key redacted]";
    }
  }

  Issuer(String subject, Instant now, Duration validity) {
    name = new X500Principal(subject);
    from = now.minus(SLACK);
    until = now.plus(validity);
    authority =
        sign(
            name,
            pair,
            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign),
            builder -> builder.addExtension(Extension.basicConstraints, true, ca()));
  }

  private static BasicConstraints ca() {
    return new BasicConstraints(0);
  }

  String authorityPem() {
    return pem(authority);
  }

  /** For localhost, by every name and address that it goes by. */
  Issued server(String subject) {
    GeneralNames names =
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
              new GeneralName(GeneralName.iPAddress, "::1")
            });
    return issue(
        subject,
        KeyPurposeId.id_kp_serverAuth,
        builder -> builder.addExtension(Extension.subjectAlternativeName, false, names));
  }

  Issued client(String subject) {
    return issue(subject, KeyPurposeId.id_kp_clientAuth, builder -> {});
  }

  private Issued issue(String subject, KeyPurposeId purpose, Extra extra) {
    KeyPair own = newKey();
    X509CertificateHolder certificate =
        sign(
            new X500Principal(subject),
            own,
            new KeyUsage(KeyUsage.digitalSignature),
            builder -> {
              builder.addExtension(
                  Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
              builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
              extra.add(builder);
            });
    return new Issued(pem(certificate), Pem.encode("PRIVATE KEY", own.getPrivate().getEncoded()));
  }

  private interface Extra {
    void add(JcaX509v3CertificateBuilder builder) throws CertIOException;
  }

  private X509CertificateHolder sign(
      X500Principal subject, KeyPair own, KeyUsage usage, Extra extra) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
              Date.from(from),
              Date.from(until),
              subject,
              own.getPublic());
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(own.getPublic()));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          ids.createAuthorityKeyIdentifier(pair.getPublic()));
      builder.addExtension(Extension.keyUsage, true, usage);
      extra.add(builder);
      return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("every JDK signs with ECDSA", e);
    }
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes EC keys", e);
    }
  }

  private static String pem(X509CertificateHolder certificate) {
    try {
      return Pem.encode("CERTIFICATE", certificate.getEncoded());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
