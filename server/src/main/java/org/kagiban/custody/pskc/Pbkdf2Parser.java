package org.kagiban.custody.pskc;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a KeyDerivationMethod: PBKDF2 of PKCS #5 or of XML Encryption 1.1. RFC 6030 figure 7 leaves
 * the parameters in no namespace, others put them in PKCS #5's or PSKC's: any is taken.
 */
final class Pbkdf2Parser {
  private static final Set<String> PBKDF2 = Set.of(Uris.PKCS5 + "pbkdf2", Uris.XENC11 + "pbkdf2");

  /** A passphrase check of minutes helps nobody but who wants to stop the machine. */
  private static final int MOST_ITERATIONS = 10_000_000;

  private final XmlCursor xml;
  private byte @Nullable [] salt;
  private long iterations;
  private long keyLength;
  private String prf = "HmacSHA1";

  Pbkdf2Parser(XmlCursor xml) {
    this.xml = xml;
  }

  PskcHeader.Derived parse() throws PskcException, IOException, Refused {
    String algorithm = xml.attribute("Algorithm");
    if (algorithm == null || !PBKDF2.contains(algorithm)) {
      throw unfit("the passphrase is used in another way than PBKDF2, which is not supported.");
    }
    xml.eachChild(name -> xml.eachChild(parameter -> parameter(xml.localName())));
    byte[] bytes = salt;
    if (bytes == null || bytes.length == 0 || bytes.length > 128) {
      throw unfit("PBKDF2 needs a Salt of 1 to 128 bytes.");
    }
    if (iterations < 1 || iterations > MOST_ITERATIONS) {
      throw unfit("PBKDF2's IterationCount has to be 1 to 10000000.");
    }
    if (keyLength != 16 && keyLength != 24 && keyLength != 32) {
      throw unfit("PBKDF2's KeyLength has to be 16, 24 or 32 bytes.");
    }
    return new PskcHeader.Derived(bytes, (int) iterations, (int) keyLength, prf);
  }

  private void parameter(String name) throws PskcException, IOException, Refused {
    switch (name) {
      case "Salt" -> xml.eachChild(child -> salt());
      case "IterationCount" -> iterations = Numbers.parse(name, xml.text(64));
      case "KeyLength" -> keyLength = Numbers.parse(name, xml.text(64));
      case "PRF" -> prf = prf(xml.attribute("Algorithm"));
      default -> {}
    }
  }

  private void salt() throws PskcException, IOException, Refused {
    if (!xml.localName().equals("Specified")) {
      throw unfit("PBKDF2's Salt has to be a Specified one.");
    }
    salt = xml.base64(1024);
  }

  private static String prf(@Nullable String algorithm) throws Refused {
    String name = algorithm == null ? "" : algorithm.substring(algorithm.lastIndexOf('#') + 1);
    return switch (name.toLowerCase(java.util.Locale.ROOT)) {
      // PKCS #5: HMAC-SHA-1 where none is named.
      case "", "hmac-sha1" -> "HmacSHA1";
      case "hmac-sha256" -> "HmacSHA256";
      case "hmac-sha512" -> "HmacSHA512";
      default -> throw unfit("PBKDF2's PRF is not HMAC with SHA-1, SHA-256 or SHA-512.");
    };
  }

  private static Refused unfit(String message) {
    return new Refused(RefusalReason.ENCRYPTION_UNSUPPORTED, message);
  }
}
