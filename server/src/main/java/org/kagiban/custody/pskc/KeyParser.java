package org.kagiban.custody.pskc;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;

/**
 * Reads one Key. What vendors leave away has the value that most of their tokens have: Suite SHA-1,
 * 6 digits, 30 seconds, counter 0.
 */
final class KeyParser {
  /** What stands before hotp and totp: RFC 6030's, its drafts', or nothing in older ones. */
  private static final Pattern PREFIX =
      Pattern.compile(
          "^(?:urn:ietf:params:xml:ns:keyprov:pskc(?::1\\.0)?|http://www\\.ietf\\.org/keyprov/pskc)"
              + "[:#]");

  private final XmlCursor xml;
  private final DataParser data;
  private final PolicyParser policy;
  private final ValidityBuilder validity;
  private @Nullable String id;
  private OtpType type = OtpType.HOTP;
  private HashAlgorithm hash = HashAlgorithm.SHA1;
  private long digits = 6;

  /**
   * Reads nothing yet.
   *
   * @param method the algorithm of an EncryptionMethod above the key, null where there is none
   */
  KeyParser(
      XmlCursor xml, ValidityBuilder validity, boolean plainAllowed, @Nullable String method) {
    this.xml = xml;
    this.data = new DataParser(xml, plainAllowed);
    this.validity = validity;
    if (method != null) {
      data.method(method);
    }
    this.policy = new PolicyParser(xml, validity);
  }

  void parse() throws PskcException, IOException, Refused {
    id = xml.attribute("Id");
    type = type(xml.attribute("Algorithm"));
    xml.eachChild(this::child);
  }

  @Nullable String id() {
    return id;
  }

  TokenProfile profile() throws Refused {
    if (digits < 6 || digits > 8) {
      throw format("The token shows " + digits + " digits; 6 to 8 are supported.");
    }
    long period = type == OtpType.HOTP ? 0 : data.period();
    if (type == OtpType.TOTP && period != 30 && period != 60) {
      throw new Refused(
          RefusalReason.PERIOD_UNSUPPORTED,
          "The token's TimeInterval is " + period + " seconds; 30 and 60 are supported.");
    }
    return new TokenProfile(type, hash, (int) digits, (int) period);
  }

  long counter() {
    return type == OtpType.HOTP ? data.counter() : 0;
  }

  Secret secret() throws Refused {
    return data.secret();
  }

  void destroy() {
    data.destroy();
  }

  private void child(String name) throws PskcException, IOException, Refused {
    switch (name) {
      case "AlgorithmParameters" -> xml.eachChild(this::parameter);
      case "Data" -> data.parse();
      case "Policy" -> policy.parse();
      case "xenc:EncryptionMethod", "EncryptionMethod" ->
          data.method(new MethodParser(xml).parse());
      // The next three in drafts only.
      case "Usage" -> {
        policy.usage();
        xml.eachChild(this::parameter);
      }
      case "StartDate" -> validity.from(Dates.parse(name, xml.text(64)));
      case "ExpiryDate" -> validity.until(Dates.parse(name, xml.text(64)));
      default -> PolicyParser.refuseForeign(xml.localName());
    }
  }

  private void parameter(String name) throws PskcException, IOException, Refused {
    switch (name) {
      case "Suite" -> suite();
      case "ResponseFormat" -> responseFormat();
      case "ChallengeFormat" ->
          throw format("The key answers challenges, which is not supported; only codes are.");
      default -> {}
    }
  }

  private void suite() throws PskcException, IOException, Refused {
    // privacyIDEA writes <Suite hashalgo="sha256"/>.
    String attribute = xml.attribute("hashalgo");
    String text = xml.text(128);
    hash = hash(text);
    if (attribute != null && text.isEmpty()) {
      hash = hash(attribute);
    } else if (attribute != null && hash(attribute) != hash) {
      throw new Refused(RefusalReason.BAD_ELEMENT, "The key's Suite names two hashes.");
    }
  }

  private void responseFormat() throws Refused {
    String encoding = xml.attribute("Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("DECIMAL")) {
      throw format("The token's codes are not DECIMAL, the only Encoding that is supported.");
    }
    String check = xml.attribute("CheckDigits");
    if (check != null && !check.equals("false") && !check.equals("0")) {
      throw format("The token's codes end in a check digit, which is not supported.");
    }
    String length = xml.attribute("Length");
    if (length != null) {
      digits = Numbers.parse("Length", length);
    }
  }

  private static OtpType type(@Nullable String algorithm) throws Refused {
    String name = algorithm == null ? "" : algorithm.toLowerCase(Locale.ROOT);
    return switch (PREFIX.matcher(name).replaceFirst("")) {
      case "hotp" -> OtpType.HOTP;
      case "totp" -> OtpType.TOTP;
      default ->
          throw new Refused(
              RefusalReason.ALGORITHM_UNSUPPORTED,
              "The key's Algorithm is neither HOTP nor TOTP, the two that are supported.");
    };
  }

  /** HMAC-SHA256, HMAC-SHA-256, HmacSHA256, SHA256, SHA-256 and an XML Signature URI all occur. */
  private static HashAlgorithm hash(String suite) throws Refused {
    String name = suite.substring(suite.lastIndexOf('#') + 1).toUpperCase(Locale.ROOT);
    return switch (name.replaceAll("[-_ ]", "").replaceFirst("^HMAC", "")) {
      case "SHA1", "" -> HashAlgorithm.SHA1;
      case "SHA256" -> HashAlgorithm.SHA256;
      case "SHA512" -> HashAlgorithm.SHA512;
      default ->
          throw new Refused(
              RefusalReason.ALGORITHM_UNSUPPORTED,
              "The key's Suite is none of HMAC-SHA1, HMAC-SHA256 and HMAC-SHA512.");
    };
  }

  private static Refused format(String message) {
    return new Refused(RefusalReason.FORMAT_UNSUPPORTED, message);
  }
}
